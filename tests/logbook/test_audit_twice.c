/* A job of the writer may run twice: what it wrote into the audit log is there once. */
#include "logbook/audit.h"
#include "store/writer.h"

#include "support/store.h"

#include <sodium.h>

struct act {
    struct job job;
    int runs;
    bool ends; /* the whole transaction with it, the first time */
};

static struct error *act(struct job *job, struct db *db, const struct touches *touches)
{
    struct act *own = (struct act *)job;
    struct work w = {.arena = job->arena, .db = db, .now = store_now};
    (void)touches;
    struct error *err = audit_write(&w, "token made", NULL, (ident){{0}}, "laptop");
    if (err || ++own->runs > 1 || !own->ends)
        return err;
    assert_fine(db_execute(job->arena, db, "ROLLBACK"));
    return error_new(job->arena, ERROR_BROKEN, "The disk failed.");
}

static void an_act_that_ran_twice_is_there_once(void **state)
{
    struct store *store = *state;
    struct writer *writer = NULL;
    struct writer_settings settings = {.path = store->path};
    struct act acts[] = {{.ends = false}, {.ends = true}, {.ends = false}};
    struct audit_faults faults;
    assert_int_not_equal(sodium_init(), -1);
    assert_fine(writer_start(store->arena, &settings, &writer));
    for (size_t i = 0; i < 3; i++) {
        acts[i].job = (struct job){.arena = store->arena, .run = act};
        assert_fine(writer_run(writer, &acts[i].job));
    }
    writer_stop(writer);
    assert_int_equal(acts[1].runs, 2);
    assert_int_equal(store_number(store->work.db, "SELECT count(*) FROM audit"), 3);
    assert_int_equal(store_number(store->work.db, "SELECT count(*) FROM audit_words"), 3);
    assert_fine(audit_verify(&store->work, &faults));
    assert_int_equal(faults.missing + faults.changed + faults.words, 0);
    assert_int_equal(faults.written, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(an_act_that_ran_twice_is_there_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
