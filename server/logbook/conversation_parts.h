/* What the files about conversations share with each other. */
#ifndef KITH_LOGBOOK_CONVERSATION_PARTS_H
#define KITH_LOGBOOK_CONVERSATION_PARTS_H

#include "logbook/conversations.h"

/* As conversation_read, with or without the turns. */
struct error *conversation_read_row(struct work *w, int64_t row, bool turns,
                                    struct conversation *ret_conversation);

/* Adds the body as HTML. */
struct error *conversation_render(struct work *w, struct conversation *conversation);

/* Adds facts, promises and quotes to a conversation whose `row` is known. */
struct error *conversation_fill(struct work *w, struct conversation *conversation);

/* Writes the turns of a conversation whose `row` is known; no turns and none before is no row. */
struct error *conversation_write_turns(struct work *w, struct conversation *conversation);

extern const struct statement conversation_log_statements[];
extern const struct statement conversation_edit_statements[];
extern const struct statement conversation_list_statements[];
extern const struct statement history_statements[];

#endif
