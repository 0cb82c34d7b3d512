/* Keeps what every address in an answer begins with. */
#include "base/href.h"

static const char *base = "";

void href_base_set(const char *path)
{
    base = path;
}

const char *href_base(void)
{
    return base;
}
