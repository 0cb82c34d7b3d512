/* How many connections the open files of this process allow. */
#ifndef KITH_COMMANDS_DESCRIPTORS_H
#define KITH_COMMANDS_DESCRIPTORS_H

/* Raises this process's limit of open files as far as `wanted` connections need and as it may, and
 * gives how many connections fit below it. A server that takes more would find no file for one and
 * look for it without a pause. */
unsigned descriptors_allow(unsigned wanted);

#endif
