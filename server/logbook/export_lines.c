/* The table of the kinds of lines of an export, each with its statement and its shape. */
#include "logbook/export_lines.h"

#include "logbook/export.h"
#include "store/migrate.h"

static const struct field export_filter_fields[] = {
    FIELD(export_filter, since),
    {0},
};
const struct shape export_filter_shape = SHAPE(export_filter, export_filter_fields);

/* Rows of a table that changes after :since replaced or made ... */
#define TOUCHED(table)                                                                             \
    " SELECT v.row FROM version v INDEXED BY version_by_change"                                    \
    "  WHERE v.change > :since AND v.tab = '" table "'"                                            \
    " UNION SELECT e.value FROM change g, json_each(g.made, '$." table "') e"                      \
    "  WHERE g.number > :since"
/* ... and rows that `column` of such a row of another table names. */
#define TOUCHED_THROUGH(table, column)                                                             \
    " UNION SELECT json_extract(v.before, '$." column "')"                                         \
    "  FROM version v INDEXED BY version_by_change"                                                \
    "  WHERE v.change > :since AND v.tab = '" table "'"                                            \
    " UNION SELECT x." column " FROM change g, json_each(g.made, '$." table "') e"                 \
    "  JOIN " table " x ON x.id = e.value WHERE g.number > :since"

#define ONLY_TOUCHED(word, alias, rows)                                                            \
    {                                                                                              \
        .with = "since", .text = word " " alias ".id IN (" rows ")"                                \
    }

#define GONE(place, table)                                                                         \
    " SELECT " place ", '" table "', json_extract(v.before, '$.uid.id')"                           \
    "  FROM version v INDEXED BY version_by_change"                                                \
    "  WHERE v.change > :since AND v.tab = '" table "'"                                            \
    "  AND NOT EXISTS (SELECT 1 FROM " table " x WHERE x.id = v.row)"
#define AND_GONE(place, table) " UNION" GONE(place, table)
#define AND_ERASED(place, table)                                                                   \
    " UNION SELECT " place ", '" table "', ident_text(uid) FROM gone"                              \
    " WHERE change > :since AND kind = '" table "'"

#define WAS(name) "json_extract(v.before, '$." name "') AS " name

const struct statement export_statements[] = {
    [LINE_COMPANY] = {.sql = "SELECT c.uid AS id, c.name, c.domain, c.place, c.revision,"
                             " c.created_at, c.updated_at, c.trashed_at FROM company c",
                      .pieces = {ONLY_TOUCHED("WHERE", "c", TOUCHED("company")),
                                 {.text = "ORDER BY c.uid"}},
                      .in = &export_filter_shape,
                      .out = &company_line_shape,
                      .whole = true},
    /* Whoever set this Kith up and has no part in what was moved into it is nobody of the logbook
     * until they do something. */
    [LINE_MEMBER] = {.sql = "SELECT m.uid AS id, m.name, m.email, m.role, m.state, m.language,"
                            " m.time_zone, m.revision, m.created_at, m.updated_at FROM member m"
                            " WHERE (m.id NOT IN (SELECT e.value FROM import i,"
                            "   json_each(i.unmatched) e WHERE i.state = 'done')"
                            "  OR EXISTS (SELECT 1 FROM change WHERE member = m.id)"
                            "  OR EXISTS (SELECT 1 FROM conversation_member WHERE member = m.id)"
                            "  OR EXISTS (SELECT 1 FROM person WHERE known_by = m.id)"
                            "  OR EXISTS (SELECT 1 FROM promise WHERE by = m.id)"
                            "  OR EXISTS (SELECT 1 FROM view WHERE made_by = m.id))",
                     .pieces = {ONLY_TOUCHED("AND", "m", TOUCHED("member")),
                                {.text = "ORDER BY m.uid"}},
                     .in = &export_filter_shape,
                     .out = &member_line_shape,
                     .whole = true},
    [LINE_TAG] = {.sql = "SELECT t.uid AS id, t.name, t.revision, t.created_at, t.updated_at"
                         " FROM tag t",
                  .pieces = {ONLY_TOUCHED("WHERE", "t", TOUCHED("tag")),
                             {.text = "ORDER BY t.uid"}},
                  .in = &export_filter_shape,
                  .out = &tag_line_shape,
                  .whole = true},
    [LINE_KIND] = {.sql = "SELECT k.uid AS id, k.name, k.position, k.revision, k.created_at,"
                          " k.updated_at FROM kind k",
                   .pieces = {ONLY_TOUCHED("WHERE", "k", TOUCHED("kind")),
                              {.text = "ORDER BY k.uid"}},
                   .in = &export_filter_shape,
                   .out = &kind_line_shape,
                   .whole = true},
    [LINE_THEME] = {.sql = "SELECT h.uid AS id, h.name, h.meaning, m.uid AS meaning_by,"
                           " o.uid AS merged_into,"
                           " (SELECT json_group_array(word) FROM (SELECT w.word FROM theme_word w"
                           "  WHERE w.theme = h.id ORDER BY w.id)) AS words,"
                           " h.revision, h.created_at, h.updated_at FROM theme h"
                           " LEFT JOIN member m ON m.id = h.meaning_by"
                           " LEFT JOIN theme o ON o.id = h.merged_into",
                    .pieces = {ONLY_TOUCHED("WHERE", "h",
                                            TOUCHED("theme")
                                                TOUCHED_THROUGH("theme_word", "theme")),
                               {.text = "ORDER BY h.uid"}},
                    .in = &export_filter_shape,
                    .out = &theme_line_shape,
                    .whole = true},
    [LINE_PERSON] = {.sql = "SELECT p.uid AS id, p.name, p.reads_as, c.uid AS company_id, p.role,"
                            " p.place, p.time_zone, p.languages, p.prefers, m.uid AS known_by,"
                            " p.since, p.handles, (SELECT json_group_array(ident_text(uid)) FROM"
                            "  (SELECT t.uid FROM person_tag x JOIN tag t ON t.id = x.tag"
                            "   WHERE x.person = p.id ORDER BY t.uid)) AS tags, p.dates,"
                            " p.rested_until, o.uid AS merged_into, p.revision, p.created_at,"
                            " p.updated_at, p.trashed_at FROM person p"
                            " LEFT JOIN company c ON c.id = p.company"
                            " LEFT JOIN member m ON m.id = p.known_by"
                            " LEFT JOIN person o ON o.id = p.merged_into",
                     .pieces = {ONLY_TOUCHED("WHERE", "p",
                                             TOUCHED("person")
                                                 TOUCHED_THROUGH("person_tag", "person")),
                                {.text = "ORDER BY p.uid"}},
                     .in = &export_filter_shape,
                     .out = &person_line_shape,
                     .whole = true},
    [LINE_CONVERSATION] =
        {.sql = "SELECT c.uid AS id, k.uid AS kind_id, c.direction, c.happened_at, c.minutes,"
                " (SELECT json_group_array(ident_text(uid)) FROM"
                "  (SELECT p.uid FROM conversation_person s JOIN person p ON p.id = s.person"
                "   WHERE s.conversation = c.id ORDER BY s.position, s.person)) AS people,"
                " (SELECT json_group_array(ident_text(uid)) FROM"
                "  (SELECT m.uid FROM conversation_member s JOIN member m ON m.id = s.member"
                "   WHERE s.conversation = c.id ORDER BY s.position, s.member)) AS members,"
                " c.summary, c.body, c.sent, coalesce(t.turns, '[]') AS turns, c.source,"
                " l.uid AS logged_by, c.revision, c.created_at, c.edited_at, c.trashed_at"
                " FROM conversation c JOIN kind k ON k.id = c.kind"
                " LEFT JOIN member l ON l.id = c.logged_by"
                " LEFT JOIN conversation_turns t ON t.id = c.id",
         .pieces = {ONLY_TOUCHED("WHERE", "c",
                                 TOUCHED("conversation") " UNION" TOUCHED("conversation_turns")
                                     TOUCHED_THROUGH("conversation_person", "conversation")
                                         TOUCHED_THROUGH("conversation_member", "conversation")),
                    {.text = "ORDER BY c.uid"}},
         .in = &export_filter_shape,
         .out = &conversation_line_shape,
         .whole = true},
    [LINE_VERSION] =
        {.sql = "SELECT c.uid AS conversation_id, v.change, g.at AS changed_at,"
                " m.uid AS changed_by, k.uid AS kind_id, " WAS("direction") ", " WAS("happened_at") ", " WAS("minutes") ", " WAS("summary") ", " WAS(
                    "body") ", " WAS("revision") ", " WAS("edited_at") ", " WAS("trashed_at") " FRO"
                                                                                              "M "
                                                                                              "conv"
                                                                                              "ersa"
                                                                                              "tion"
                                                                                              " c "
                                                                                              "CROS"
                                                                                              "S "
                                                                                              "JOIN"
                                                                                              " ver"
                                                                                              "sion"
                                                                                              " v "
                                                                                              "ON "
                                                                                              "v."
                                                                                              "tab "
                                                                                              "= "
                                                                                              "'con"
                                                                                              "vers"
                                                                                              "atio"
                                                                                              "n'"
                                                                                              " AND"
                                                                                              " v."
                                                                                              "row "
                                                                                              "= "
                                                                                              "c."
                                                                                              "id "
                                                                                              "CROS"
                                                                                              "S "
                                                                                              "JOIN"
                                                                                              " cha"
                                                                                              "nge "
                                                                                              "g "
                                                                                              "ON "
                                                                                              "g."
                                                                                              "numb"
                                                                                              "er "
                                                                                              "= "
                                                                                              "v."
                                                                                              "chan"
                                                                                              "ge"
                                                                                              " CRO"
                                                                                              "SS "
                                                                                              "JOIN"
                                                                                              " kin"
                                                                                              "d k "
                                                                                              "ON "
                                                                                              "k."
                                                                                              "id "
                                                                                              "= "
                                                                                              "json"
                                                                                              "_ext"
                                                                                              "ract"
                                                                                              "(v."
                                                                                              "befo"
                                                                                              "re, "
                                                                                              "'$."
                                                                                              "kind"
                                                                                              "')"
                                                                                              " LEF"
                                                                                              "T "
                                                                                              "JOIN"
                                                                                              " mem"
                                                                                              "ber "
                                                                                              "m "
                                                                                              "ON "
                                                                                              "m."
                                                                                              "id "
                                                                                              "= "
                                                                                              "g."
                                                                                              "memb"
                                                                                              "er",
         .pieces = {{.with = "since", .text = "WHERE v.change > :since"},
                    ONLY_TOUCHED("AND", "c", TOUCHED("conversation")),
                    {.text = "ORDER BY c.uid, v.change"}},
         .in = &export_filter_shape,
         .out = &version_line_shape,
         .whole = true},
    [LINE_FACT] = {.sql = "SELECT f.uid AS id, p.uid AS person_id, c.uid AS company_id, f.text,"
                          " t.uid AS told_by, f.told_at, s.uid AS conversation_id, f.shown,"
                          " f.position, f.revision, f.created_at, f.updated_at, f.trashed_at"
                          " FROM fact f LEFT JOIN person p ON p.id = f.person"
                          " LEFT JOIN company c ON c.id = f.company"
                          " LEFT JOIN person t ON t.id = f.told_by"
                          " LEFT JOIN conversation s ON s.id = f.conversation",
                   .pieces = {ONLY_TOUCHED("WHERE", "f", TOUCHED("fact")),
                              {.text = "ORDER BY f.uid"}},
                   .in = &export_filter_shape,
                   .out = &fact_line_shape,
                   .whole = true},
    [LINE_PROMISE] = {.sql = "SELECT r.uid AS id, p.uid AS person_id, s.uid AS conversation_id,"
                             " r.text, r.due_on, r.due_time, r.due_words, b.uid AS by, r.state,"
                             " r.closed_words, r.told_at, r.closed_at, k.uid AS kept_by,"
                             " r.revision, r.created_at, r.updated_at, r.trashed_at"
                             " FROM promise r JOIN person p ON p.id = r.person"
                             " LEFT JOIN conversation s ON s.id = r.conversation"
                             " LEFT JOIN member b ON b.id = r.by"
                             " LEFT JOIN member k ON k.id = r.kept_by",
                      .pieces = {ONLY_TOUCHED("WHERE", "r", TOUCHED("promise")),
                                 {.text = "ORDER BY r.uid"}},
                      .in = &export_filter_shape,
                      .out = &promise_line_shape,
                      .whole = true},
    [LINE_VIEW] = {.sql = "SELECT v.uid AS id, v.name, v.filter, v.everyone, m.uid AS made_by,"
                          " v.revision, v.created_at, v.updated_at FROM view v"
                          " LEFT JOIN member m ON m.id = v.made_by",
                   .pieces = {ONLY_TOUCHED("WHERE", "v", TOUCHED("view")),
                              {.text = "ORDER BY v.uid"}},
                   .in = &export_filter_shape,
                   .out = &view_line_shape,
                   .whole = true},
    /* The columns are named by a first row that is none. */
    [LINE_GONE] = {.sql = "SELECT 0 AS place, '' AS kind, '' AS id WHERE 0" AND_GONE("0", "company")
                       AND_GONE("1", "member") AND_GONE("2", "tag") AND_GONE("3", "kind") AND_GONE(
                           "4", "theme") AND_GONE("5", "person") AND_GONE("6", "conversation")
                           AND_GONE("8", "fact") AND_GONE("9", "promise") AND_GONE("10", "view")
                               AND_ERASED("0", "company") AND_ERASED("6", "conversation")
                                   AND_ERASED("8", "fact")
                                       AND_ERASED("9", "promise") " ORDER BY 1, 3",
                   .in = &export_filter_shape,
                   .out = &gone_line_shape,
                   .whole = true},
    [MOVED_UP_TO] = {.sql = "SELECT number FROM change WHERE moved = 1"
                            " ORDER BY number DESC LIMIT 1",
                     .in = &row_key_shape},
    {0},
};
_Static_assert(LINE_TAG == 2 && LINE_THEME == 4 && LINE_PERSON == 5 && LINE_CONVERSATION == 6 &&
                   LINE_FACT == 8 && LINE_PROMISE == 9 && LINE_VIEW == 10,
               "LINE_GONE knows the places of the kinds");

#define LINE(kind, word, many, shape_of_it)                                                        \
    [kind] = {.name = (word),                                                                      \
              .plural = (many),                                                                    \
              .shape = &(shape_of_it),                                                             \
              .statement = &export_statements[kind]}

const struct export_line export_lines[LINE_KINDS] = {
    LINE(LINE_COMPANY, "company", "companies", company_line_shape),
    LINE(LINE_MEMBER, "member", "members", member_line_shape),
    LINE(LINE_TAG, "tag", "tags", tag_line_shape),
    LINE(LINE_KIND, "kind", "kinds", kind_line_shape),
    LINE(LINE_THEME, "theme", "themes", theme_line_shape),
    LINE(LINE_PERSON, "person", "people", person_line_shape),
    LINE(LINE_CONVERSATION, "conversation", "conversations", conversation_line_shape),
    LINE(LINE_VERSION, "version", "versions", version_line_shape),
    LINE(LINE_FACT, "fact", "facts", fact_line_shape),
    LINE(LINE_PROMISE, "promise", "promises", promise_line_shape),
    LINE(LINE_VIEW, "view", "views", view_line_shape),
    LINE(LINE_GONE, "gone", "gone", gone_line_shape),
};

int export_schema(void)
{
    int newest = 0;
    for (const struct schema_step *step = schema_steps; step->number; step++)
        newest = step->number;
    return newest;
}
