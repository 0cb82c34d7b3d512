/* Reads HTML that markdown_html gave, and tells of anything that is not on its list. Written
 * apart from the emitter, so that both would have to be wrong. */
#ifndef KITH_TESTS_FORMATS_HTML_CHECK_H
#define KITH_TESTS_FORMATS_HTML_CHECK_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct html_check {
    const char *at, *end;
    size_t *open; /* tags, as places in the list */
    size_t depth;
};

static const char *const html_tags[] = {
    "p",   "h3",    "h4",    "h5",    "h6", "ul", "ol",     "li", "blockquote", "pre", "code", "em",
    "del", "table", "thead", "tbody", "tr", "th", "strong", "td", "a",          "br",  "hr",
};

enum { HTML_TAGS = sizeof(html_tags) / sizeof(html_tags[0]), HTML_FIRST_VOID = 21, HTML_A = 20 };

static inline bool html_take(struct html_check *check, const char *text)
{
    size_t length = strlen(text);
    if ((size_t)(check->end - check->at) < length || memcmp(check->at, text, length) != 0)
        return false;
    check->at += length;
    return true;
}

/* One character of text: a reference we write, or a byte that is none of the five. */
static inline bool html_take_text(struct html_check *check)
{
    static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    for (size_t i = 0; i < sizeof(references) / sizeof(references[0]); i++) {
        if (html_take(check, references[i]))
            return true;
    }
    unsigned char byte = (unsigned char)*check->at++;
    if (byte < ' ' && byte != '\n' && byte != '\r' && byte != '\t')
        return false;
    return byte != 0x7f && !strchr("<>\"'&", byte);
}

static inline bool html_take_address(struct html_check *check)
{
    static const char *const beginnings[] = {"http://", "https://", "mailto:", "tel:"};
    bool is_known = false;
    for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
        size_t length = strlen(beginnings[i]);
        is_known = is_known || ((size_t)(check->end - check->at) > length &&
                                strncasecmp(check->at, beginnings[i], length) == 0);
    }
    while (check->at < check->end && *check->at != '"') {
        if ((unsigned char)*check->at <= ' ' || !html_take_text(check))
            return false;
    }
    return is_known && check->at < check->end;
}

static inline bool html_take_attributes(struct html_check *check, size_t tag)
{
    static const char *const languages[] = {" lang=\"ja\"", " lang=\"zh\"", " lang=\"ko\"",
                                            " lang=\"ar\"", " lang=\"he\"", " lang=\"th\""};
    if (strcmp(html_tags[tag], "a") == 0)
        return html_take(check, " href=\"") && html_take_address(check) &&
               html_take(check, "\" rel=\"noopener noreferrer\"");
    if (strcmp(html_tags[tag], "blockquote") != 0)
        return true;
    if (!html_take(check, " dir=\"auto\""))
        return false;
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        if (html_take(check, languages[i]))
            break;
    }
    return true;
}

static inline bool html_is_open(const struct html_check *check, size_t tag)
{
    for (size_t i = 0; i < check->depth; i++) {
        if (check->open[i] == tag)
            return true;
    }
    return false;
}

static inline bool html_take_tag(struct html_check *check)
{
    bool closes = html_take(check, "</");
    if (!closes && !html_take(check, "<"))
        return false;
    size_t length = 0;
    while (check->at + length < check->end && !strchr(" >", check->at[length]))
        length++;
    size_t tag = 0;
    while (tag < HTML_TAGS &&
           (strlen(html_tags[tag]) != length || memcmp(html_tags[tag], check->at, length) != 0))
        tag++;
    if (tag == HTML_TAGS)
        return false;
    check->at += length;
    if (closes)
        return html_take(check, ">") && check->depth > 0 && check->open[--check->depth] == tag;
    if ((tag == HTML_A && html_is_open(check, tag)) || !html_take_attributes(check, tag))
        return false;
    if (tag < HTML_FIRST_VOID)
        check->open[check->depth++] = tag;
    return html_take(check, ">");
}

/* True when nothing is there but tags of the list, well nested and with their attributes only, and
 * escaped text. */
static inline bool html_is_clean(const char *html, size_t length)
{
    if (length == 0)
        return true;
    struct html_check check = {.at = html, .end = html + length};
    check.open = calloc(length / 3 + 1, sizeof(*check.open));
    bool is_clean = true;
    while (is_clean && check.at < check.end)
        is_clean = *check.at == '<' ? html_take_tag(&check) : html_take_text(&check);
    is_clean = is_clean && check.depth == 0;
    free(check.open);
    return is_clean;
}

#endif
