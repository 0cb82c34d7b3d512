/* Writes JSON straight into a buffer. */
#include "base/json.h"

#include <string.h>

/* A value needs a comma unless it opens a list or follows its name. */
static void separate(struct buffer *out)
{
    if (out->length == 0)
        return;
    char last = out->bytes[out->length - 1];
    if (last != '{' && last != '[' && last != ':' && last != '\n')
        buffer_byte(out, ',');
}

void json_begin(struct buffer *out, char bracket)
{
    separate(out);
    buffer_byte(out, bracket);
}

void json_end(struct buffer *out, char bracket)
{
    buffer_byte(out, bracket);
}

enum { WORD = 8 };

/* `byte` in each of eight bytes. */
static uint64_t eight_times(unsigned char byte)
{
    return byte * UINT64_C(0x0101010101010101);
}

/* Not zero when one of eight bytes is less than `bound`, at most 0x80. */
static uint64_t one_below(uint64_t word, unsigned char bound)
{
    return (word - eight_times(bound)) & ~word & eight_times(0x80);
}

static bool needs_escape(uint64_t word)
{
    return one_below(word, 0x20) | one_below(word ^ eight_times('"'), 1) |
           one_below(word ^ eight_times('\\'), 1) | one_below(word ^ eight_times(0x7f), 1);
}

/* How many bytes need no escape. Texts are long, and escapes are few: eight bytes at a time. */
static size_t plain_run(const char *bytes, size_t length)
{
    size_t run = 0;
    for (uint64_t word; run + WORD <= length; run += WORD) {
        memcpy(&word, bytes + run, WORD);
        if (needs_escape(word))
            break;
    }
    while (run < length) {
        unsigned char byte = (unsigned char)bytes[run];
        if (byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7f)
            break;
        run++;
    }
    return run;
}

static void write_escape(struct buffer *out, unsigned char byte)
{
    static const char short_form[128] = {['"'] = '"',  ['\\'] = '\\', ['\n'] = 'n', ['\r'] = 'r',
                                         ['\t'] = 't', ['\b'] = 'b',  ['\f'] = 'f'};
    if (short_form[byte]) {
        buffer_byte(out, '\\');
        buffer_byte(out, short_form[byte]);
        return;
    }
    static const char digits[] = "0123456789abcdef";
    char escape[6] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
    buffer_append(out, escape, sizeof(escape));
}

void json_put_bytes(struct buffer *out, const char *bytes, size_t length)
{
    separate(out);
    buffer_reserve(out, length + 2);
    buffer_byte(out, '"');
    while (length > 0) {
        size_t run = plain_run(bytes, length);
        buffer_append(out, bytes, run);
        if (run == length)
            break;
        write_escape(out, (unsigned char)bytes[run]);
        bytes += run + 1;
        length -= run + 1;
    }
    buffer_byte(out, '"');
}

void json_put_text(struct buffer *out, const char *text)
{
    if (text)
        json_put_bytes(out, text, strlen(text));
    else
        json_put_null(out);
}

void json_name(struct buffer *out, const char *name)
{
    json_put_text(out, name);
    buffer_byte(out, ':');
}

void json_put_number(struct buffer *out, int64_t number)
{
    separate(out);
    char digits[24];
    char *at = digits + sizeof(digits);
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0)
        *--at = '-';
    buffer_append(out, at, (size_t)(digits + sizeof(digits) - at));
}

void json_put_boolean(struct buffer *out, bool value)
{
    separate(out);
    buffer_text(out, value ? "true" : "false");
}

void json_put_null(struct buffer *out)
{
    separate(out);
    buffer_text(out, "null");
}

void json_put_ident(struct buffer *out, ident id)
{
    char text[IDENT_TEXT];
    ident_write(id, text);
    json_put_bytes(out, text, IDENT_TEXT - 1);
}

void json_put_instant(struct buffer *out, instant moment)
{
    char text[INSTANT_TEXT];
    instant_write(moment, text);
    json_put_bytes(out, text, INSTANT_TEXT - 1);
}

void json_put_day(struct buffer *out, day date)
{
    char text[DAY_TEXT];
    day_write(date, text);
    json_put_bytes(out, text, DAY_TEXT - 1);
}

void json_put_raw(struct buffer *out, const char *json)
{
    separate(out);
    buffer_text(out, json);
}

void json_member(struct buffer *out, const char *name, const char *text)
{
    json_name(out, name);
    json_put_text(out, text);
}

bool json_is_shallow(const char *bytes, size_t length, int deepest)
{
    int depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        if (quoted) {
            if (bytes[i] == '\\')
                i++;
            else if (bytes[i] == '"')
                quoted = false;
        } else if (bytes[i] == '"') {
            quoted = true;
        } else if (bytes[i] == '{' || bytes[i] == '[') {
            if (++depth > deepest)
                return false;
        } else if (bytes[i] == '}' || bytes[i] == ']') {
            depth--;
        }
    }
    return true;
}
