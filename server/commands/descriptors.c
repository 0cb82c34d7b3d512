/* How many connections the open files of this process allow. */
#include "commands/descriptors.h"

#include <sys/resource.h>

/* What is open beside connections: the database for each thread, spooled bodies, the host's own
 * connections. */
enum { FILES_BESIDE = 256 };

unsigned descriptors_allow(unsigned wanted)
{
    struct rlimit limit;
    const rlim_t needed = (rlim_t)wanted + FILES_BESIDE;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wanted;
    if (limit.rlim_cur < needed) {
        struct rlimit raised = limit;
        raised.rlim_cur = needed < limit.rlim_max ? needed : limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    if (limit.rlim_cur >= needed)
        return wanted;
    /* With very few files a part of them must do for everything else. */
    rlim_t beside = limit.rlim_cur / 2 < FILES_BESIDE ? limit.rlim_cur / 2 : FILES_BESIDE;
    return (unsigned)(limit.rlim_cur - beside);
}
