/* Takes requests off their thread and puts them back.
 *
 * A resume that comes before the walk that suspended has returned is safe: MHD only marks the
 * connection, and the connection's own thread takes it up again in its loop, after the walk. */
#include "web/inside.h"

void request_suspend(struct request *request)
{
    MHD_suspend_connection(request->connection);
}

void request_resume(struct request *request)
{
    struct server *server = ((struct exchange *)request)->server;
    /* MHD still wakes the thread after the request may have ended; server_stop must not take the
     * daemon away in between. */
    atomic_fetch_add(&server->in_flight, 1);
    MHD_resume_connection(request->connection);
    atomic_fetch_sub(&server->in_flight, 1);
}
