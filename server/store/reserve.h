/* Room on the disk that is kept for what must still be written when there is no other. */
#ifndef KITH_STORE_RESERVE_H
#define KITH_STORE_RESERVE_H

#include <stdbool.h>

/* KEPT is what a reserve holds. AGAIN asks for as much once more beside it, so that a disk with
 * just enough room for the reserve is not filled and freed in turns. */
enum reserve_room { RESERVE_KEPT = 4 << 20, RESERVE_AGAIN = 2 * RESERVE_KEPT };

/* Makes the file of the reserve where there is none. False when the disk has not that much room; a
 * file system that cannot keep room is no reason to refuse writes. NULL is no reserve, and fine. */
bool reserve_make(const char *path, enum reserve_room room);

/* Gives the room to whoever writes next. */
void reserve_release(const char *path);

#endif
