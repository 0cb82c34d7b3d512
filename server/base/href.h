/* What every address in an answer begins with: the path that Kith is served under. */
#ifndef KITH_BASE_HREF_H
#define KITH_BASE_HREF_H

/* Sets the path, "" or "/kith". It is one for the whole process, since records are written in every
 * thread: set once, before there is another, and borrowed for good. */
void href_base_set(const char *path);

/* "" unless it was set. */
const char *href_base(void);

#endif
