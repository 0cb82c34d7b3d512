/* Tells scripts apart by the blocks of Unicode. */
#include "formats/scripts.h"

#include "base/text.h"

#include <stdint.h>

static const struct {
    uint32_t first, last;
    enum script script;
} ranges[] = {
    {0x0590, 0x05ff, SCRIPT_HEBREW}, {0x0600, 0x06ff, SCRIPT_ARABIC},
    {0x0750, 0x077f, SCRIPT_ARABIC}, {0x08a0, 0x08ff, SCRIPT_ARABIC},
    {0x0e00, 0x0e7f, SCRIPT_THAI},   {0x1100, 0x11ff, SCRIPT_HANGUL},
    {0x3040, 0x30ff, SCRIPT_KANA},   {0x3130, 0x318f, SCRIPT_HANGUL},
    {0x31f0, 0x31ff, SCRIPT_KANA},   {0x3400, 0x4dbf, SCRIPT_HAN},
    {0x4e00, 0x9fff, SCRIPT_HAN},    {0xac00, 0xd7af, SCRIPT_HANGUL},
    {0xf900, 0xfaff, SCRIPT_HAN},    {0xfb1d, 0xfb4f, SCRIPT_HEBREW},
    {0xfb50, 0xfdff, SCRIPT_ARABIC}, {0xfe70, 0xfefc, SCRIPT_ARABIC},
    {0xff66, 0xff9d, SCRIPT_KANA},   {0x20000, 0x323af, SCRIPT_HAN},
};

static const char *const languages[SCRIPTS] = {
    [SCRIPT_HAN] = "zh",    [SCRIPT_KANA] = "ja",   [SCRIPT_HANGUL] = "ko",
    [SCRIPT_ARABIC] = "ar", [SCRIPT_HEBREW] = "he", [SCRIPT_THAI] = "th",
};

static enum script script_of(uint32_t codepoint)
{
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        if (codepoint >= ranges[i].first && codepoint <= ranges[i].last)
            return ranges[i].script;
    }
    return SCRIPT_OTHER;
}

void scripts_count(struct script_counts *counts, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t codepoint;
        at += (size_t)text_decode(text + at, &codepoint);
        if (text_is_letter(codepoint))
            counts->letters[script_of(codepoint)]++;
    }
}

const char *scripts_language(const struct script_counts *counts)
{
    struct script_counts seen = *counts;
    enum script cjk = seen.letters[SCRIPT_KANA] > 0 ? SCRIPT_KANA : SCRIPT_HAN;
    size_t han_and_kana = seen.letters[SCRIPT_HAN] + seen.letters[SCRIPT_KANA];
    seen.letters[SCRIPT_HAN] = seen.letters[SCRIPT_KANA] = 0;
    seen.letters[cjk] = han_and_kana;
    size_t all = 0;
    for (int i = 0; i < SCRIPTS; i++)
        all += seen.letters[i];
    for (int i = 0; i < SCRIPTS; i++) {
        if (seen.letters[i] * 2 > all)
            return languages[i];
    }
    return NULL;
}
