/* Pages of lists: opaque cursors, the Link to the next page, the list as JSON. */
#ifndef KITH_API_CURSOR_H
#define KITH_API_CURSOR_H

#include "api/call.h"

/* Reads the parameter `cursor` of a query into its hidden fields: the row of the last record of the
 * page before into `after`, and its sort key as it was then into `after_text` or `after_at`. */
void cursor_read(struct call *call, struct error **faults);

/* The address of the page behind `call->page`. */
const char *cursor_next(struct call *call);

/* The parameters as they were sent, each with an & behind it, but for those names (ended by NULL).
 */
const char *parameters_without(struct call *call, const char *const *left_out);

/* Writes a page as {"count", "more", "next", "items"} and adds the Link header. */
void page_reply(struct call *call, struct reply *reply);

#endif
