/* Writes the lines that others refer to: companies, members, tags, kinds, themes. */
#include "logbook/import_parts.h"

#include "base/text.h"
#include "logbook/derive.h"

#include <string.h>

enum {
    ADD_COMPANY,
    MATCH_MEMBER,
    CHANGE_MEMBER,
    MEMBER_IS_MATCHED,
    ADD_MEMBER,
    ADD_TAG,
    ADD_KIND,
    ADD_THEME,
    EXPECT_THEME,
    ADD_WORD,
};

const struct statement import_names_statements[] = {
    [ADD_COMPANY] = {.sql = "INSERT INTO company (uid, name, folded, domain, place, revision,"
                            " created_at, updated_at, trashed_at) VALUES (:id, :name, :folded,"
                            " :domain, :place, :revision, :created_at, :updated_at, :trashed_at)"
                            " ON CONFLICT (uid) DO NOTHING",
                     .in = &company_line_shape},
    [MATCH_MEMBER] = {.sql = "SELECT m.id FROM import i, json_each(i.unmatched) e"
                             " JOIN member m ON m.id = e.value WHERE i.ended_at IS NULL"
                             " AND (m.uid = :id OR lower(m.email) = lower(:email)"
                             "  OR m.folded = :folded)"
                             " ORDER BY m.uid = :id DESC, lower(m.email) = lower(:email) DESC, m.id"
                             " LIMIT 1",
                      .in = &member_line_shape,
                      .whole = true},
    [CHANGE_MEMBER] = {.sql = "UPDATE member SET uid = :id, name = :name, folded = :folded,"
                              " email = :email, role = :role, state = :state,"
                              " language = :language, time_zone = :time_zone,"
                              " revision = :revision, created_at = :created_at,"
                              " updated_at = :updated_at WHERE id = :row",
                       .in = &former_member_shape},
    [MEMBER_IS_MATCHED] = {.sql = "UPDATE import SET unmatched = (SELECT json_group_array(value)"
                                  " FROM json_each(unmatched) WHERE value <> :row)"
                                  " WHERE ended_at IS NULL",
                           .in = &row_key_shape,
                           .whole = true},
    [ADD_MEMBER] = {.sql = "INSERT INTO member (uid, name, folded, email, role, state, language,"
                           " time_zone, revision, created_at, updated_at) VALUES (:id, :name,"
                           " :folded, :email, :role, :state, :language, :time_zone, :revision,"
                           " :created_at, :updated_at) ON CONFLICT (uid) DO NOTHING",
                    .in = &member_line_shape},
    [ADD_TAG] = {.sql = "INSERT INTO tag (uid, name, folded, revision, created_at, updated_at)"
                        " VALUES (:id, :name, :folded, :revision, :created_at, :updated_at)"
                        " ON CONFLICT (uid) DO NOTHING",
                 .in = &tag_line_shape},
    [ADD_KIND] = {.sql = "INSERT INTO kind (uid, name, folded, position, revision, created_at,"
                         " updated_at) VALUES (:id, :name, :folded, :position, :revision,"
                         " :created_at, :updated_at) ON CONFLICT (uid) DO NOTHING",
                  .in = &kind_line_shape},
    [ADD_THEME] =
        {.sql =
             "INSERT INTO theme (uid, name, meaning, meaning_by, merged_into,"
             " revision, created_at, updated_at) VALUES (:id, :name, :meaning, " REF(
                 "member",
                 "meaning_by") ", " REF("theme",
                                        "merged_into") ", :revision, :created_at, :updated_at)"
                                                       " ON CONFLICT (uid) DO UPDATE SET name = "
                                                       "excluded.name,"
                                                       " meaning = excluded.meaning, meaning_by = "
                                                       "excluded.meaning_by,"
                                                       " merged_into = excluded.merged_into, "
                                                       "revision = excluded.revision,"
                                                       " created_at = excluded.created_at, "
                                                       "updated_at = excluded.updated_at" EXPECTED,
         .in = &theme_line_shape},
    [EXPECT_THEME] = {.sql = "INSERT INTO theme (uid, name, revision, created_at, updated_at)"
                             " VALUES (:id, '', 0, 0, 0) ON CONFLICT (uid) DO NOTHING",
                      .in = &id_key_shape},
    [ADD_WORD] = {.sql = "INSERT INTO theme_word (word, folded, theme)"
                         " VALUES (:word, :folded, :row) ON CONFLICT (folded) DO NOTHING",
                  .in = &seat_line_shape},
    {0},
};

static const char *folded(struct work *w, const char *name)
{
    return text_fold(w->arena, name, strlen(name));
}

struct error *company_line_write(struct work *w, void *record)
{
    struct company_line *company = record;
    company->folded = folded(w, company->name);
    return line_add(w, &import_names_statements[ADD_COMPANY], company);
}

/* A member who is there already, by id, address or name, becomes the one of the file: their tokens
 * refer to the row. */
struct error *member_line_write(struct work *w, void *record)
{
    struct member_line *member = record;
    member->folded = folded(w, member->name);
    int64_t row = NOTHING;
    struct error *err = db_number(w, &import_names_statements[MATCH_MEMBER], member, &row);
    if (err)
        return err;
    if (row == NOTHING)
        return line_add(w, &import_names_statements[ADD_MEMBER], member);
    struct row_key key = {.row = row};
    member->row = row;
    err = db_run(w, &import_names_statements[CHANGE_MEMBER], member);
    return err ? err : db_run(w, &import_names_statements[MEMBER_IS_MATCHED], &key);
}

struct error *tag_line_write(struct work *w, void *record)
{
    struct tag_line *tag = record;
    tag->folded = folded(w, tag->name);
    return line_add(w, &import_names_statements[ADD_TAG], tag);
}

struct error *kind_line_write(struct work *w, void *record)
{
    struct kind_line *kind = record;
    kind->folded = folded(w, kind->name);
    return line_add(w, &import_names_statements[ADD_KIND], kind);
}

static struct error *write_words(struct work *w, const struct theme_line *theme, int64_t row)
{
    struct error *err = NULL;
    const char *const *words = theme->words.items;
    for (size_t i = 0; i < theme->words.count && !err; i++) {
        struct seat_line word = {.row = row, .word = words[i], .folded = folded(w, words[i])};
        err = db_run(w, &import_names_statements[ADD_WORD], &word);
        if (!err && db_changed(w) == 0)
            error_fault(w->arena, &err, arena_print(w->arena, "/words/%zu", i),
                        "This is a word of another theme as well.");
    }
    return err;
}

struct error *theme_line_write(struct work *w, void *record)
{
    const struct theme_line *theme = record;
    int64_t row = NOTHING;
    struct error *err = NULL;
    if (!ident_is_null(theme->merged_into))
        err = line_expect(w, &import_names_statements[EXPECT_THEME], theme->id, theme->merged_into);
    if (!err)
        err = line_add(w, &import_names_statements[ADD_THEME], theme);
    if (!err)
        err = line_row(w, LINE_THEME, theme->id, &row);
    if (!err)
        err = write_words(w, theme, row);
    return err ? err : theme_recount(w, row);
}
