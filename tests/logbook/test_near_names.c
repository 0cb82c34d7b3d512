/* How near two names are, in many languages. */
#include "logbook/near_names.h"

#include "support/told.h"

/* Two names, and what is between them, in whichever order they are compared. */
static const struct {
    const char *one, *other;
    enum nearness near;
} pairs[] = {
    /* written alike */
    {"Ingrid Solberg", "ingrid  SOLBERG", NEAR_SAME},
    {"Inês Carvalho", "Ines Carvalho", NEAR_SAME},
    {"Łukasz Wiśniewski", "Lukasz Wisniewski", NEAR_SAME},
    {"Søren Kjær", "Soren Kjaer", NEAR_SAME},
    {"Jürgen Weiß", "Jurgen Weiss", NEAR_SAME},
    {"Þóra Jónsdóttir", "Thora Jonsdottir", NEAR_SAME},
    {"İbrahim Yıldız", "Ibrahim Yildiz", NEAR_SAME},
    {"Nguyễn Thị Hương", "Nguyen Thi Huong", NEAR_SAME},
    {"Ｒｏｓａ Ｂｅｒｇ", "Rosa Berg", NEAR_SAME},
    {"Олена Коваленко", "ОЛЕНА КОВАЛЕНКО", NEAR_SAME},
    {"Ελένη Παπαδοπούλου", "Ελενη Παπαδοπουλου", NEAR_SAME},
    {"أحمد حداد", "احمد حداد", NEAR_SAME},
    {"Kim Min-jun", "Kim Minjun", NEAR_SAME},
    {"Siobhán O'Brien", "Siobhan OBrien", NEAR_SAME},
    {"Jan de Vries", "Jan DeVries", NEAR_SAME},
    {"김 민준", "김민준", NEAR_SAME},
    {"伊藤 美咲", "伊藤美咲", NEAR_SAME},
    {"マリー・キュリー", "マリー キュリー", NEAR_SAME},
    {"Kit 🦊 Fox", "Kit Fox", NEAR_SAME},
    {"Dr. Ingrid Solberg", "Mrs Ingrid Solberg", NEAR_SAME},
    {"Ada", "ADA", NEAR_SAME},
    {"J R", "J. R.", NEAR_SAME},

    /* in another order */
    {"Ingrid Solberg", "Solberg, Ingrid", NEAR_ORDER},
    {"Ingrid K. Solberg", "Solberg, Ingrid K.", NEAR_ORDER},
    {"Kim Min-jun", "Minjun Kim", NEAR_ORDER},
    {"伊藤 美咲", "美咲 伊藤", NEAR_ORDER},
    {"สมชาย ใจดี", "ใจดี สมชาย", NEAR_ORDER},
    {"Коваленко Олена", "Олена Коваленко", NEAR_ORDER},
    {"Nagy Éva", "Eva Nagy", NEAR_ORDER},
    {"Vries, Jan de", "Jan de Vries", NEAR_ORDER},

    /* one slip of the pen */
    {"Ingrid Solberg", "Ingird Solberg", NEAR_SLIP},
    {"Ingrid Solberg", "Ingrid Soldberg", NEAR_SLIP},
    {"Ingrid Solberg", "Ingrid Solerg", NEAR_SLIP},
    {"Ingrid Solberg", "Ingrid Solbery", NEAR_SLIP},
    {"Ingrid Solberg", "Soldberg Ingrid", NEAR_SLIP},
    {"Anke Müller", "Anke Mueller", NEAR_SLIP},
    {"Ana Oliveira", "Ana Olivera", NEAR_SLIP},
    {"Олена Коваленко", "Олена Ковленко", NEAR_SLIP},
    {"דוד כהנוביץ", "דוד כהנביץ", NEAR_SLIP},
    {"Maria da Silva Santos", "Maria da Silva Sanots", NEAR_SLIP},
    {"Maria Silva", "Mario Silva", NEAR_SLIP},
    {"M. Silva", "M. Sliva", NEAR_SLIP},
    {"Ingrid", "Ingird", NEAR_SLIP},

    /* some words left out */
    {"Ingrid K. Solberg", "Ingrid Solberg", NEAR_PART},
    {"Ingrid Kari Solberg", "Solberg Ingrid", NEAR_PART},
    {"Marie-Solange Petit", "Marie Petit", NEAR_PART},
    {"Gabriel García Márquez", "Gabriel García", NEAR_PART},
    {"Maria da Silva", "Maria Silva", NEAR_PART},
    {"Maria da Silva", "Maria Sliva", NEAR_PART},
    {"Jan van den Berg", "Jan Berg", NEAR_PART},
    {"Анна Сергеевна Коваленко", "Анна Коваленко", NEAR_PART},
    {"Ana Ana Silva", "Ana Silva", NEAR_PART},
    {"John Smith Jr.", "John Smith", NEAR_PART},

    /* initials */
    {"I. Solberg", "Ingrid Solberg", NEAR_INITIALS},
    {"Solberg I", "Ingrid Solberg", NEAR_INITIALS},
    {"Ingrid S.", "Ingrid Solberg", NEAR_INITIALS},
    {"Ingrid K. Solberg", "Ingrid Kari Solberg", NEAR_INITIALS},
    {"J.R.R. Tolkien", "John Ronald Reuel Tolkien", NEAR_INITIALS},
    {"Jan v.d. Berg", "Jan van den Berg", NEAR_INITIALS},
    {"Ł. Wiśniewski", "Lukasz Wisniewski", NEAR_INITIALS},
    {"О. Коваленко", "Олена Коваленко", NEAR_INITIALS},
    {"Dr. I. Solberg", "Ingrid Solberg", NEAR_INITIALS},
    {"M. da Silva", "Maria Silva", NEAR_INITIALS},

    /* only a given name, or only a surname */
    {"Ingrid", "Ingrid Solberg", NEAR_NOT},
    {"Solberg", "Ingrid Solberg", NEAR_NOT},
    {"Ingrid Solberg", "Ingrid Hansen", NEAR_NOT},
    {"Ingrid Solberg", "Astrid Solberg", NEAR_NOT},
    {"Jan van den Berg", "Piet van den Berg", NEAR_NOT},
    {"Jan van den Berg", "van den Berg", NEAR_NOT},
    {"Jan de Vries", "De Vries", NEAR_NOT},
    {"Siobhán O'Brien", "O'Brien", NEAR_NOT},
    {"Mr Smith", "John Smith", NEAR_NOT},
    {"Mr Smith", "Mr John Smith", NEAR_NOT},
    {"João dos Santos", "Maria dos Santos", NEAR_NOT},
    {"Nguyễn Văn An", "Nguyễn Thị An", NEAR_NOT},
    {"Lê Minh", "Minh", NEAR_NOT},
    {"Gabriel García Márquez", "Ana García Márquez", NEAR_NOT},
    {"伊藤 美咲", "伊藤", NEAR_NOT},
    {"伊藤 美咲", "伊藤 陽菜", NEAR_NOT},
    {"佐々木", "佐々木 花", NEAR_NOT},
    {"王小明", "小明", NEAR_NOT},
    {"김민준", "김민중", NEAR_NOT},
    {"สมชาย ใจดี", "สมชาย", NEAR_NOT},

    /* more than one slip, a short word, or a script where a letter is a word */
    {"Ingrid Solberg", "Ingird Soldberg", NEAR_NOT},
    {"Ingrid Solberg", "Ignird Solberg", NEAR_NOT},
    {"Ana Silva", "Ava Silva", NEAR_NOT},
    {"Li Wei", "Lu Wei", NEAR_NOT},
    {"王小明", "王小红", NEAR_NOT},
    {"伊藤美咲", "伊藤美沙", NEAR_NOT},
    {"Robot 1234", "Robot 1235", NEAR_NOT},

    /* initials that do not stand for it, or with nothing whole beside them */
    {"I. Solberg", "Astrid Solberg", NEAR_NOT},
    {"I. S.", "Ingrid Solberg", NEAR_NOT},
    {"I. Soldberg", "Ingrid Solberg", NEAR_NOT},
    {"I. Solberg", "Solberg", NEAR_NOT},
    {"J.R. Tolliver", "John Tolliver", NEAR_NOT},
    {"王 M", "王 明", NEAR_NOT},

    /* nothing to compare */
    {"", "", NEAR_NOT},
    {"???", "???", NEAR_NOT},
    {"🦊", "🦊", NEAR_NOT},
    {"Ingrid Solberg", "", NEAR_NOT},
};

static struct name_words words_of(struct arena *arena, const char *name)
{
    struct name_words words;
    name_words(arena, name, &words);
    return words;
}

static void names_are_as_near_as_they_look(void **state)
{
    struct arena *arena = work_of(state)->arena;
    static const char *const words[] = {
        [NEAR_NOT] = "not near",   [NEAR_INITIALS] = "by initials",   [NEAR_PART] = "in part",
        [NEAR_SLIP] = "by a slip", [NEAR_ORDER] = "in another order", [NEAR_SAME] = "the same"};
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        struct name_words one = words_of(arena, pairs[i].one);
        struct name_words other = words_of(arena, pairs[i].other);
        enum nearness there = names_near(&one, &other);
        enum nearness back = names_near(&other, &one);
        if (there != pairs[i].near || back != pairs[i].near)
            fail_msg("%s and %s are %s there and %s back, not %s", pairs[i].one, pairs[i].other,
                     words[there], words[back], words[pairs[i].near]);
    }
}

static void a_name_of_many_words_is_compared_by_the_first_sixteen(void **state)
{
    struct arena *arena = work_of(state)->arena;
    const char *name = "";
    for (int i = 0; i < 200; i++)
        name = arena_print(arena, "%s word%d", name, i);
    struct name_words one = words_of(arena, name);
    struct name_words other = words_of(arena, arena_print(arena, "%s more", name));
    assert_int_equal(one.count, MOST_NAME_WORDS);
    assert_int_equal(names_near(&one, &other), NEAR_SAME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOGBOOK_TEST(names_are_as_near_as_they_look),
        LOGBOOK_TEST(a_name_of_many_words_is_compared_by_the_first_sixteen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
