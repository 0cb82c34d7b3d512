/* Decodes references: all numbers, and the names people type. An unknown name is shown as typed. */
#include "formats/entities.h"

#include "base/text.h"

#include <stdint.h>
#include <string.h>

enum { REPLACEMENT = 0xfffd, LAST_CODEPOINT = 0x10ffff };

static const struct {
    const char *name;
    uint32_t codepoint;
} names[] = {
    {"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
    {"Tab", '\t'},      {"NewLine", '\n'}, {"excl", '!'},     {"num", '#'},      {"dollar", '$'},
    {"percnt", '%'},    {"lpar", '('},     {"rpar", ')'},     {"ast", '*'},      {"plus", '+'},
    {"comma", ','},     {"period", '.'},   {"sol", '/'},      {"colon", ':'},    {"semi", ';'},
    {"equals", '='},    {"quest", '?'},    {"commat", '@'},   {"lsqb", '['},     {"bsol", '\\'},
    {"rsqb", ']'},      {"lowbar", '_'},   {"grave", '`'},    {"lbrace", '{'},   {"lcub", '{'},
    {"rcub", '}'},      {"vert", '|'},     {"nbsp", 0xa0},    {"pound", 0xa3},   {"yen", 0xa5},
    {"sect", 0xa7},     {"copy", 0xa9},    {"laquo", 0xab},   {"shy", 0xad},     {"reg", 0xae},
    {"deg", 0xb0},      {"plusmn", 0xb1},  {"middot", 0xb7},  {"raquo", 0xbb},   {"frac14", 0xbc},
    {"frac12", 0xbd},   {"frac34", 0xbe},  {"times", 0xd7},   {"Auml", 0xc4},    {"Ouml", 0xd6},
    {"Uuml", 0xdc},     {"szlig", 0xdf},   {"agrave", 0xe0},  {"aacute", 0xe1},  {"auml", 0xe4},
    {"aring", 0xe5},    {"aelig", 0xe6},   {"ccedil", 0xe7},  {"egrave", 0xe8},  {"eacute", 0xe9},
    {"ecirc", 0xea},    {"iacute", 0xed},  {"ntilde", 0xf1},  {"oacute", 0xf3},  {"ouml", 0xf6},
    {"oslash", 0xf8},   {"uacute", 0xfa},  {"uuml", 0xfc},    {"ndash", 0x2013}, {"mdash", 0x2014},
    {"lsquo", 0x2018},  {"rsquo", 0x2019}, {"ldquo", 0x201c}, {"rdquo", 0x201d}, {"bull", 0x2022},
    {"hellip", 0x2026}, {"euro", 0x20ac},  {"trade", 0x2122}, {"larr", 0x2190},  {"rarr", 0x2192},
    {"minus", 0x2212},  {"ne", 0x2260},    {"le", 0x2264},    {"ge", 0x2265},    {"check", 0x2713},
};

static int digit_of(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    char lower = (char)(byte | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* The number between # and the semicolon; beyond all characters when it is none. */
static uint32_t number_of(const char *digits, size_t length)
{
    uint32_t base = length > 0 && (digits[0] == 'x' || digits[0] == 'X') ? 16 : 10;
    uint32_t number = 0;
    for (size_t i = base == 16 ? 1 : 0; i < length; i++) {
        int digit = digit_of(digits[i]);
        if (digit < 0 || (uint32_t)digit >= base || number > LAST_CODEPOINT)
            return LAST_CODEPOINT + 1;
        number = number * base + (uint32_t)digit;
    }
    return number;
}

static void append_codepoint(struct buffer *out, uint32_t codepoint)
{
    char text[4];
    buffer_append(out, text, (size_t)text_encode(codepoint, text));
}

void entity_decode(struct buffer *out, const char *entity, size_t length)
{
    const char *name = entity + 1;
    size_t name_length = length > 2 ? length - 2 : 0;
    if (name_length > 0 && name[0] == '#') {
        uint32_t number = number_of(name + 1, name_length - 1);
        bool is_character = number > 0 && number <= LAST_CODEPOINT && (number & ~0x7ffu) != 0xd800;
        append_codepoint(out, is_character ? number : REPLACEMENT);
        return;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strlen(names[i].name) == name_length && memcmp(names[i].name, name, name_length) == 0) {
            append_codepoint(out, names[i].codepoint);
            return;
        }
    }
    buffer_append(out, entity, length);
}
