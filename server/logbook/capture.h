/* Takes facts, promises and names out of the marks of a text that is being logged. */
#ifndef KITH_LOGBOOK_CAPTURE_H
#define KITH_LOGBOOK_CAPTURE_H

#include "formats/marks.h"
#include "logbook/conversations.h"
#include "logbook/parties.h"

/* What was read of a text, before and after its names are resolved. */
struct capture {
    struct marks marks;
    bool *taken; /* by mark: its line leaves the body */
    struct named_mark {
        int64_t person;     /* whom the fact or promise is about; NOTHING for the first person */
        int64_t member;     /* who does a promise; NOTHING for who asks */
        const char *text;   /* its words without the name */
    } * named;              /* by mark */
    struct list unresolved; /* of texts */
};

/* Reads the marks. No database is needed. */
void capture_read(struct arena *arena, const struct conversation *asked,
                  struct capture *ret_capture);

/* Has those whom a text mentions join `people` and `members`; what is nobody's or several people's
 * name is told in `unresolved`. */
struct error *capture_mentions(struct work *w, struct capture *capture, struct parties *people,
                               struct parties *members);

/* The same, and the names of marks: a line with nobody's or several people's name stays in the body
 * and is told in `unresolved`. More, or longer, facts and promises than fit are faults. */
struct error *capture_resolve(struct work *w, const struct conversation *asked,
                              struct capture *capture, struct parties *people,
                              struct parties *members);

/* Writes the facts and promises of the marks that were taken, and lists them. `first` is the person
 * to whom they belong unless a name says otherwise. */
struct error *capture_write(struct work *w, const struct conversation *asked,
                            const struct capture *capture, int64_t conversation, int64_t first,
                            struct list *ret_captured);

#endif
