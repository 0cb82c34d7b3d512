/* Lines of the demo: told in days before today, written as if they had happened then. */
#ifndef KITH_COMMANDS_DEMO_LINES_H
#define KITH_COMMANDS_DEMO_LINES_H

#include "logbook/changes.h"

enum { MOST_DEMO_NAMES = 256 };

/* Who was made so far, by name. */
struct demo {
    struct arena *arena;
    instant now;
    struct demo_name {
        const char *kind;
        const char *name;
        ident id;
        int64_t row; /* of members */
    } names[MOST_DEMO_NAMES];
    int name_count;
    int conversations;
};

struct demo *demo_new(instant now);
void demo_free(struct demo *demo);

/* Writes one line. w->now and w->actor are set to when and by whom it was done. */
struct error *demo_line(struct work *w, struct demo *demo, const char *line, size_t length,
                        struct change_note *ret_note);

/* How many lines of that kind were written. */
int demo_count(const struct demo *demo, const char *kind);

#endif
