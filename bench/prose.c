/* Names, sentences and whole notes, made of lists by the chances that language really has: few
 * words come often, and most of all words hardly ever. */
#include "bench/prose.h"

#include "base/text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* In a sentence, % is a word. */
struct language {
    const char *tag;
    const char *const *names; /* given names and family names, told apart by where they stand */
    const char *const *words;
    const char *const *sentences;
};

enum { GIVEN_NAMES = 12 };

static const char *const english_names[] = {
    "Ada",    "Bram",   "Clara",  "Dunstan", "Effie",   "Flora",   "Gareth",  "Hester",  "Imogen",
    "Jonah",  "Keziah", "Lowell", "Ashdown", "Birtles", "Cawley",  "Dunmore", "Eccles",  "Fairlie",
    "Gadsby", "Hulme",  "Ingham", "Jessop",  "Kettle",  "Larkham", "Mossop",  "Nuttall", NULL};
static const char *const german_names[] = {
    "Anke",   "Bernd",   "Cordula", "Detlef",   "Elke",   "Frauke",   "Gerold",
    "Heike",  "Imke",    "Jörg",    "Käthe",    "Lüder",  "Ahlers",   "Böttcher",
    "Cordes", "Dörfler", "Eggers",  "Fröhlich", "Grübel", "Hülsmann", NULL};
static const char *const french_names[] = {
    "Agnès",      "Benoît", "Céline", "Didier", "Élodie",    "Fabrice", "Gaëlle",
    "Hervé",      "Inès",   "Jérôme", "Karine", "Loïc",      "Arnaud",  "Béranger",
    "Carpentier", "Delmas", "Estève", "Fauré",  "Grandjean", "Hulot",   NULL};
static const char *const portuguese_names[] = {
    "Amélia",    "Bento",  "Catarina", "Duarte", "Estela",    "Filipa",   "Gonçalo",
    "Helena",    "Inês",   "João",     "Lurdes", "Matilde",   "Abrantes", "Brandão",
    "Carvalhal", "Damião", "Esteves",  "Falcão", "Guimarães", NULL};
static const char *const polish_names[] = {
    "Agnieszka", "Bożena",  "Czesław", "Dorota",    "Ewelina", "Grażyna",  "Henryk",
    "Iwona",     "Jędrzej", "Kinga",   "Łucja",     "Mieszko", "Adamczyk", "Błaszczyk",
    "Cieślak",   "Dąbek",   "Gołąb",   "Jabłońska", "Krzyżak", NULL};
static const char *const ukrainian_names[] = {
    "Андрій",  "Богдана",  "Василь",   "Ганна",  "Дарина",   "Євген",  "Зоряна",
    "Ірина",   "Катерина", "Лесь",     "Марко",  "Олена",    "Бондар", "Гончар",
    "Кравець", "Мельник",  "Панченко", "Ткачук", "Шевчишин", NULL};
static const char *const japanese_names[] = {
    "あおい", "一郎", "恵子", "健太", "さくら", "翔",   "大輔", "千尋",   "直美", "花",   "真理",
    "裕子",   "青木", "石田", "上野", "小川",   "加藤", "木村", "佐々木", "高橋", "中島", NULL};

static const char *const english_words[] = {
    "rehearsal", "calendar",  "invoice",   "spreadsheet", "newsletter", "password", "member",
    "concert",   "ticket",    "address",   "export",      "import",     "template", "reminder",
    "payment",   "receipt",   "discount",  "account",     "phone",      "tablet",   "printer",
    "website",   "form",      "list",      "group",       "season",     "venue",    "soloist",
    "conductor", "treasurer", "secretary", "volunteer",   "parent",     "school",   "library",
    "score",     "recording", "link",      "folder",      "backup",     "language", "translation",
    "letter",    "envelope",  "stamp",     "deadline",    "meeting",    "agenda",   "minutes",
    "vote",      "budget",    "grant",     "donation",    "sponsor",    "poster",   "programme",
    "seat",      "balcony",   "rain",      "bus",         "train",      "hotel",    "breakfast",
    "coffee",    "key",       "door",      "piano",       "chair",      "lamp",     "camera",
    "photo",     "birthday",  "holiday",   "winter",      "spring",     "summer",   "autumn",
    "question",  "answer",    "mistake",   "idea",        "promise",    "change",   "problem",
    NULL};
static const char *const german_words[] = {
    "Probe",    "Kalender", "Rechnung",  "Tabelle",     "Rundbrief",  "Passwort", "Mitglied",
    "Konzert",  "Karte",    "Anschrift", "Vorlage",     "Erinnerung", "Zahlung",  "Beleg",
    "Telefon",  "Drucker",  "Gruppe",    "Spielzeit",   "Kassenwart", "Schule",   "Noten",
    "Aufnahme", "Ordner",   "Sprache",   "Übersetzung", "Brief",      "Frist",    "Sitzung",
    "Zuschuss", "Spende",   "Plakat",    "Gleis",       "Schlüssel",  "Frühling", "Größe",
    "Frage",    "Antwort",  "Fehler",    "Änderung",    NULL};
static const char *const french_words[] = {
    "répétition", "calendrier", "facture",        "tableau",    "bulletin", "adhérent",
    "concert",    "billet",     "adresse",        "modèle",     "rappel",   "paiement",
    "reçu",       "téléphone",  "imprimante",     "groupe",     "saison",   "trésorière",
    "école",      "partition",  "enregistrement", "dossier",    "langue",   "traduction",
    "lettre",     "délai",      "réunion",        "subvention", "don",      "affiche",
    "clé",        "printemps",  "question",       "réponse",    "erreur",   "idée",
    "changement", NULL};
static const char *const portuguese_words[] = {
    "ensaio",     "calendário", "fatura",     "folha",    "boletim",   "sócio",    "concerto",
    "bilhete",    "morada",     "modelo",     "lembrete", "pagamento", "recibo",   "telefone",
    "impressora", "grupo",      "tesoureira", "escola",   "partitura", "gravação", "pasta",
    "língua",     "tradução",   "carta",      "prazo",    "reunião",   "subsídio", "doação",
    "cartaz",     "chave",      "primavera",  "pergunta", "resposta",  "engano",   "ideia",
    "mudança",    NULL};
static const char *const polish_words[] = {
    "próba",    "kalendarz", "faktura", "arkusz",      "biuletyn",      "hasło",   "członek",
    "koncert",  "bilet",     "adres",   "szablon",     "przypomnienie", "wpłata",  "paragon",
    "telefon",  "drukarka",  "grupa",   "sezon",       "skarbniczka",   "szkoła",  "nuty",
    "nagranie", "folder",    "język",   "tłumaczenie", "list",          "termin",  "zebranie",
    "dotacja",  "darowizna", "plakat",  "klucz",       "wiosna",        "pytanie", "odpowiedź",
    "błąd",     "pomysł",    "zmiana",  NULL};
static const char *const ukrainian_words[] = {
    "репетиція", "календар", "рахунок", "таблиця",  "розсилка",    "пароль",    "учасник",
    "концерт",   "квиток",   "адреса",  "шаблон",   "нагадування", "оплата",    "квитанція",
    "телефон",   "принтер",  "група",   "сезон",    "скарбниця",   "школа",     "ноти",
    "запис",     "тека",     "мова",    "переклад", "лист",        "термін",    "зустріч",
    "внесок",    "афіша",    "ключ",    "весна",    "питання",     "відповідь", "помилка",
    "думка",     "зміна",    NULL};
static const char *const japanese_words[] = {
    "練習",   "予定",     "請求書", "名簿",   "会報", "会員",   "演奏会",   "切符", "住所",
    "ひな形", "お知らせ", "会費",   "領収書", "電話", "印刷機", "団体",     "会計", "学校",
    "楽譜",   "録音",     "書類",   "言葉",   "翻訳", "手紙",   "締め切り", "会議", "助成金",
    "寄付",   "ポスター", "鍵",     "春",     "質問", "返事",   "間違い",   NULL};

static const char *const english_sentences[] = {
    "We looked at the % together and found the % at once.",
    "They asked whether the % can be sent with the %, and I showed them how.",
    "The % has been slow since the % of last week.",
    "Nobody in the choir knew where the % was kept, so % was the first thing we set up.",
    "She would rather have one % than three different %s.",
    "He said \"the % is fine, it is the % that frightens people\", and laughed.",
    "I explained the % & the % again; next time I would start with the %.",
    "Their % still runs on paper, and they like it that way.",
    "The old % had 412 rows with a %, and 38 without.",
    "We agreed that the % comes first; the % can wait until the %.",
    "A good call, mostly about the %.",
    "They will try the % with a small group <before> the %, then with all.",
    "It turned out that the % counted every % twice 🙂",
    NULL};
static const char *const german_sentences[] = {
    "Wir haben uns %, % und % zusammen angesehen.",
    "Es geht vor allem um das Wort „%“, das niemand verstanden hat.",
    "Für % ist bisher niemand zuständig; das soll sich ändern.",
    "Zuerst %, danach %, und dann sehen wir weiter.",
    "Am besten wäre eine Lösung ohne %.",
    NULL};
static const char *const french_sentences[] = {
    "Nous avons parlé de % et de %, puis un peu de %.", "Tout marche sauf une chose : « % ».",
    "Avant l’été il faudrait régler la question : %.",
    "Pour % on verra plus tard, c’est % qui presse.", NULL};
static const char *const portuguese_sentences[] = {
    "Falámos de %, de % e também de %.", "O que mais custa é isto: %.",
    "Ainda não há ninguém para %, mas há para %.", "Primeiro %, depois %.", NULL};
static const char *const polish_sentences[] = {
    "Rozmawialiśmy długo: %, %, a na końcu %.", "Najtrudniejsze jest jedno słowo: „%”.",
    "Najpierw %, potem %.", "Nikt nie wie, gdzie jest %.", NULL};
static const char *const ukrainian_sentences[] = {
    "Ми говорили про таке: %, % і ще %.", "Найважче слово тут — «%».", "Спочатку %, а потім %.",
    "Ніхто не знає, де %.", NULL};
static const char *const japanese_sentences[] = {
    "%と%について話しました。", "「%」がいちばん難しいそうです。", "まず%、それから%です。",
    "%はまだ誰も決めていません。", NULL};

static const struct language languages[PROSE_LANGUAGES] = {
    {"en", english_names, english_words, english_sentences},
    {"de", german_names, german_words, german_sentences},
    {"fr", french_names, french_words, french_sentences},
    {"pt", portuguese_names, portuguese_words, portuguese_sentences},
    {"pl", polish_names, polish_words, polish_sentences},
    {"uk", ukrainian_names, ukrainian_words, ukrainian_sentences},
    {"ja", japanese_names, japanese_words, japanese_sentences},
};

static const char *const themes[] = {
    "dues",       "roll-call",   "sheet-music", "box-office",  "messages",   "privacy",
    "seating",    "pricing",     "import",      "export",      "mobile",     "offline",
    "passwords",  "printing",    "calendar",    "languages",   "invoices",   "refunds",
    "speed",      "accessible",  "newsletter",  "onboarding",  "search",     "photos",
    "attendance", "payments",    "reminders",   "translation", "сповіщення", "練習",
    "größe",      "répétitions", "lending",     "volunteers",  "grants",     "rooms",
    "travel",     "recordings",  "solo_parts",  "2nd-choir"};

static const char *const facts[] = {"Rings best after six in the evening",
                                    "Keeps bees, and speaks of them",
                                    "Their treasurer reads every line of an invoice",
                                    "Moved from %, with 380 addresses",
                                    "Prefers a letter about %",
                                    "Has a spare key for the %",
                                    "Will not use the % on a phone",
                                    "Sings alto, and runs the % alone",
                                    "Is away every August",
                                    NULL};
static const char *const promises[] = {"send the % by Friday",
                                       "ask about the % by tomorrow",
                                       "show them the % when it ships",
                                       "write back about the % by next Monday",
                                       "fix the % by when it ships",
                                       "look at the % once more",
                                       "send two lines about the % by the end of the month",
                                       NULL};

static unsigned length_of(const char *const *list)
{
    unsigned length = 0;
    while (list[length])
        length++;
    return length;
}

static const char *any_of(const char *const *list, struct chance *chance)
{
    return list[chance_below(chance, length_of(list))];
}

struct prose prose_make(struct arena *arena)
{
    unsigned theme_count = sizeof(themes) / sizeof(themes[0]);
    return (struct prose){zipf_make(arena, PROSE_VOCABULARY, 1.0),
                          zipf_make(arena, theme_count, 0.9)};
}

const char *prose_language(unsigned language)
{
    return languages[language].tag;
}

unsigned prose_pick_language(struct chance *chance)
{
    return chance_of(chance, 58) ? 0 : 1 + chance_below(chance, PROSE_LANGUAGES - 1);
}

/* The word of a rank that no list reaches: the same letters every time. */
static void write_rare_word(struct buffer *out, unsigned rank)
{
    static const char *const syllables[] = {"ba", "cor",  "du", "fen", "gli", "ho",  "ja",
                                            "ku", "lor",  "mi", "nes", "o",   "pra", "quo",
                                            "ri", "sten", "tu", "va",  "wex", "zi"};
    for (unsigned left = rank + 8000; left; left /= 20)
        buffer_text(out, syllables[left % 20]);
}

static void write_word(struct buffer *out, const struct prose *prose, struct chance *chance,
                       unsigned language)
{
    const char *const *own = languages[language].words;
    unsigned rank = zipf_pick(&prose->words, chance, PROSE_VOCABULARY);
    if (rank < length_of(own))
        buffer_text(out, own[rank]);
    else
        write_rare_word(out, rank);
}

static void write_filled(struct buffer *out, const struct prose *prose, struct chance *chance,
                         unsigned language, const char *text)
{
    for (; *text; text++) {
        if (*text == '%')
            write_word(out, prose, chance, language);
        else
            buffer_byte(out, *text);
    }
}

static void write_sentence(struct buffer *out, const struct prose *prose, struct chance *chance,
                           unsigned language)
{
    write_filled(out, prose, chance, language, any_of(languages[language].sentences, chance));
}

static void write_paragraph(struct buffer *out, const struct prose *prose, struct chance *chance,
                            unsigned language)
{
    for (unsigned left = 2 + chance_below(chance, 4); left; left--) {
        write_sentence(out, prose, chance, language);
        buffer_byte(out, ' ');
        if (!chance_of(chance, 30))
            continue;
        buffer_byte(out, '#');
        buffer_text(out, themes[zipf_pick(&prose->themes, chance, prose->themes.count)]);
        buffer_byte(out, ' ');
    }
    out->bytes[out->length - 1] = '\n';
    buffer_byte(out, '\n');
}

static void write_quote(struct buffer *out, const struct prose *prose, struct chance *chance,
                        unsigned language)
{
    for (unsigned left = 1 + chance_below(chance, 2); left; left--) {
        buffer_text(out, "> ");
        write_sentence(out, prose, chance, language);
        buffer_byte(out, '\n');
    }
    buffer_byte(out, '\n');
}

static void write_marks(struct buffer *out, const struct prose *prose, struct chance *chance)
{
    if (chance_of(chance, 25)) {
        buffer_text(out, "! ");
        write_filled(out, prose, chance, 0, any_of(facts, chance));
        buffer_byte(out, '\n');
    }
    if (chance_of(chance, 20)) {
        buffer_text(out, "[ ] ");
        write_filled(out, prose, chance, 0, any_of(promises, chance));
        buffer_byte(out, '\n');
    }
}

static char *finish(struct arena *arena, struct buffer *out)
{
    char *text = arena_copy(arena, out->bytes, out->length);
    buffer_free(out);
    return text;
}

char *prose_sentence(struct arena *arena, const struct prose *prose, struct chance *chance,
                     unsigned language)
{
    struct buffer out = {0};
    write_sentence(&out, prose, chance, language);
    return finish(arena, &out);
}

char *prose_body(struct arena *arena, const struct prose *prose, struct chance *chance,
                 unsigned language)
{
    struct buffer out = {0};
    unsigned paragraphs =
        chance_of(chance, 3) ? 8 + chance_below(chance, 12) : chance_below(chance, 4);
    write_sentence(&out, prose, chance, language);
    buffer_text(&out, "\n\n");
    for (unsigned i = 0; i < paragraphs; i++) {
        write_paragraph(&out, prose, chance, language);
        if (chance_of(chance, 20))
            write_quote(&out, prose, chance, language);
    }
    if (chance_of(chance, 15))
        buffer_text(&out, "- first the *old* list\n- then **everything** else\n\n");
    write_marks(&out, prose, chance);
    return finish(arena, &out);
}

char *prose_person(struct arena *arena, struct chance *chance, unsigned language)
{
    const char *const *names = languages[language].names;
    unsigned families = length_of(names) - GIVEN_NAMES;
    const char *given = names[chance_below(chance, GIVEN_NAMES)];
    const char *family = names[GIVEN_NAMES + chance_below(chance, families)];
    struct buffer rare = {0};
    write_rare_word(&rare, chance_below(chance, 400));
    rare.bytes[0] = (char)toupper((unsigned char)rare.bytes[0]);
    char *second = finish(arena, &rare);
    return arena_print(arena, "%s %s-%s", given, family, second);
}

char *prose_company(struct arena *arena, struct chance *chance)
{
    static const char *const sorts[] = {"Choir", "Singers", "Chorus", "Society", "Guild",
                                        "Chor",  "Coro",    "Chór",   "Хор",     "合唱団"};
    struct buffer rare = {0};
    write_rare_word(&rare, chance_below(chance, 8000));
    rare.bytes[0] = (char)toupper((unsigned char)rare.bytes[0]);
    char *first = finish(arena, &rare);
    return arena_print(arena, "%s %s", first, sorts[chance_below(chance, 10)]);
}

char *prose_address(struct arena *arena, const char *name, unsigned number, const char *domain)
{
    char *local = text_fold(arena, name, strlen(name));
    char *to = local;
    for (const char *from = local; *from; from++) {
        if ((*from >= 'a' && *from <= 'z') || *from == ' ')
            *to++ = *from == ' ' ? '.' : *from;
    }
    *to = 0;
    return arena_print(arena, "%s%u@%s", local[0] == '.' ? local + 1 : local, number, domain);
}
