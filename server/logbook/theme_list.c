/* Lists of themes, and the weeks in which they came up. */
#include "logbook/theme_parts.h"

enum { WEEKS = 12, DAYS_OF_A_WEEK = 7 };

static const struct field theme_week_fields[] = {
    FIELD(theme_week, from, .help = "Its Monday."),
    FIELD(theme_week, times,
          .href = "/api/v1/conversations?theme={theme}&from={from_text}&to={to_text}",
          .help = "Conversations of that week, in UTC, that bear the theme."),
    FIELD(theme_week, theme, .rules = HIDDEN),
    FIELD(theme_week, from_text, .rules = HIDDEN),
    FIELD(theme_week, to_text, .rules = HIDDEN),
    {0},
};
const struct shape theme_week_shape = SHAPE(theme_week, theme_week_fields);

static const struct field person_theme_fields[] = {
    FIELD(person_theme, id, .help = "The id."),
    FIELD(person_theme, name, .help = "The word, without #."),
    FIELD(person_theme, times, .href = "/api/v1/conversations?theme={id}&person={person}",
          .help = "Conversations with this person that bear it."),
    FIELD(person_theme, person, .rules = HIDDEN),
    FIELD(person_theme, row, .rules = HIDDEN),
    {0},
};
const struct shape person_theme_shape = SHAPE(person_theme, person_theme_fields);

static const struct field themes_filter_fields[] = {
    FIELD(themes_filter, person, .help = "Those that came up with this person, most often first."),
    FIELD(themes_filter, until, .help = "With the twelve weeks up to this day."),
    FIELD(themes_filter, limit, .least = 1, .most = PAGE_MOST, .help = "1 to 200; 50 unless told."),
    FIELD(themes_filter, cursor, .help = "From the Link of the page before."),
    FIELD(themes_filter, after, .rules = HIDDEN),
    FIELD(themes_filter, after_at, .rules = HIDDEN),
    {0},
};
const struct shape themes_filter_shape = SHAPE(themes_filter, themes_filter_fields);

#define ALL_THEMES                                                                                 \
    " FROM theme_state s INDEXED BY theme_state_by_people CROSS JOIN theme t ON t.id = s.theme"
#define ALIVE " WHERE t.merged_into IS NULL AND (s.times > 0 OR t.meaning IS NOT NULL)"
#define THEMES_OF_PERSON                                                                           \
    " FROM theme_person s INDEXED BY theme_person_by_person"                                       \
    " CROSS JOIN theme t ON t.id = s.theme CROSS JOIN person p ON p.id = s.person"                 \
    " WHERE s.person = (SELECT coalesce(merged_into, id) FROM person WHERE uid = :person)"

enum { LIST, COUNT, LIST_OF_PERSON, COUNT_OF_PERSON, TIMES };

const struct statement theme_list_statements[] = {
    [LIST] = {.sql = THEME_COLUMNS ALL_THEMES THEME_MEANING_BY ALIVE,
              .pieces = {{.with = "after", .text = "AND (s.people, s.theme) < (:after_at, :after)"},
                         {.text = "ORDER BY s.people DESC, s.theme DESC LIMIT :limit"}},
              .in = &themes_filter_shape,
              .out = &theme_shape},
    [COUNT] = {.sql = "SELECT count(*) FROM (SELECT 1" ALL_THEMES ALIVE " LIMIT 1001)",
               .in = &themes_filter_shape},
    [LIST_OF_PERSON] = {.sql = "SELECT t.id AS row, t.uid AS id, t.name, s.times,"
                               " p.uid AS person" THEMES_OF_PERSON,
                        .pieces = {{.with = "after",
                                    .text = "AND (s.times, s.theme) < (:after_at, :after)"},
                                   {.text = "ORDER BY s.times DESC, s.theme DESC LIMIT :limit"}},
                        .in = &themes_filter_shape,
                        .out = &person_theme_shape},
    [COUNT_OF_PERSON] = {.sql = "SELECT count(*) FROM (SELECT 1" THEMES_OF_PERSON " LIMIT 1001)",
                         .in = &themes_filter_shape},
    [TIMES] = {.sql = "SELECT week AS value, times AS row FROM theme_week WHERE theme = :row"
                      " AND week BETWEEN :value - 77 AND :value ORDER BY week LIMIT 12",
               .in = &row_key_shape,
               .out = &row_key_shape},
    {0},
};

static const char *midnight(struct arena *arena, day date)
{
    char *text = arena_take(arena, INSTANT_TEXT);
    instant_write(instant_later((instant){0}, date.number * DAY_MS), text);
    return text;
}

struct error *theme_weeks(struct work *w, struct theme *theme, day until)
{
    struct row_key key = {.row = theme->row, .value = until.number - day_weekday(until) + 1};
    int64_t first = key.value - (int64_t)(WEEKS - 1) * DAYS_OF_A_WEEK;
    struct list found = {0};
    struct error *err = db_list(w, &theme_list_statements[TIMES], &key, &found);
    if (err)
        return err;
    struct theme_week *weeks = arena_take(w->arena, sizeof(*weeks) * WEEKS);
    for (int i = 0; i < WEEKS; i++) {
        weeks[i].given = UINT64_MAX;
        weeks[i].theme = theme->id;
        weeks[i].from.number = first + (int64_t)i * DAYS_OF_A_WEEK;
        weeks[i].from_text = midnight(w->arena, weeks[i].from);
        weeks[i].to_text = midnight(w->arena, (day){weeks[i].from.number + DAYS_OF_A_WEEK});
    }
    const struct row_key *counted = found.items;
    for (size_t i = 0; i < found.count; i++)
        weeks[(counted[i].value - first) / DAYS_OF_A_WEEK].times.count = counted[i].row;
    theme->weeks = (struct list){.items = weeks, .count = WEEKS};
    shape_give(&theme_shape, theme, "weeks");
    return NULL;
}

static struct error *add_weeks(struct work *w, const struct themes_filter *filter,
                               const struct page *page)
{
    struct theme *themes = page->items.items;
    struct error *err = NULL;
    if (!shape_given(&themes_filter_shape, filter, "until"))
        return NULL;
    for (size_t i = 0; i < page->items.count && !err; i++)
        err = theme_weeks(w, &themes[i], filter->until);
    return err;
}

static struct error *list_of_person(struct work *w, const struct themes_filter *asked,
                                    struct page *page)
{
    page->shape = &person_theme_shape;
    struct error *err = db_list(w, &theme_list_statements[LIST_OF_PERSON], asked, &page->items);
    if (!err)
        err = db_number(w, &theme_list_statements[COUNT_OF_PERSON], asked, &page->count.count);
    if (err)
        return err;
    page_cut(page, asked->limit - 1);
    const struct person_theme *themes = page->items.items;
    if (page->items.count) {
        page->next_at = themes[page->items.count - 1].times.count;
        page->next_row = themes[page->items.count - 1].row;
    }
    return NULL;
}

static struct error *list_of_all(struct work *w, const struct themes_filter *asked,
                                 struct page *page)
{
    page->shape = &theme_shape;
    struct error *err = db_list(w, &theme_list_statements[LIST], asked, &page->items);
    if (!err)
        err = db_number(w, &theme_list_statements[COUNT], asked, &page->count.count);
    if (err)
        return err;
    page_cut(page, asked->limit - 1);
    const struct theme *themes = page->items.items;
    if (page->items.count) {
        page->next_at = themes[page->items.count - 1].people.count;
        page->next_row = themes[page->items.count - 1].row;
    }
    return add_weeks(w, asked, page);
}

struct error *themes_list(struct work *w, const struct themes_filter *filter, struct page *ret_page)
{
    struct themes_filter asked = *filter;
    struct page page = {.items = {0}};
    bool limited = shape_given(&themes_filter_shape, filter, "limit");
    asked.limit = (limited ? filter->limit : PAGE_DEFAULT) + 1;
    struct error *err = shape_given(&themes_filter_shape, filter, "person")
                            ? list_of_person(w, &asked, &page)
                            : list_of_all(w, &asked, &page);
    if (!err)
        *ret_page = page;
    return err;
}
