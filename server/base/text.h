/* Words: UTF-8 checked, folded for comparing, trimmed. */
#ifndef KITH_BASE_TEXT_H
#define KITH_BASE_TEXT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* True when the bytes are UTF-8 as RFC 3629 has it: no overlong forms, no surrogates. */
bool text_is_utf8(const char *bytes, size_t length);

/* Reads one code point of valid UTF-8 and gives its length in bytes (1 to 4). */
int text_decode(const char *bytes, uint32_t *ret_codepoint);

/* Writes one code point as UTF-8 and gives its length in bytes (1 to 4). No NUL is written. */
int text_encode(uint32_t codepoint, char bytes[4]);

/* The text as it is compared and searched: without case, accents and width, with
 * l d o ae oe th i h ng t k for their stroked and joined forms, and ss for the sharp s.
 * Invalid UTF-8 gives an empty text. Lives in the arena. */
char *text_fold(struct arena *arena, const char *text, size_t length);

/* Code points of valid UTF-8. */
size_t text_length(const char *text);

/* Bytes of the first `count` code points of valid UTF-8, or of the whole. */
size_t text_bytes_of(const char *text, int count);

/* True when nothing but white space is there. */
bool text_is_blank(const char *text);

/* A copy without white space at both ends. */
char *text_trim(struct arena *arena, const char *text);

/* The digits of a telephone number without 00, + and (0) at its start, as they are compared. */
char *text_digits(struct arena *arena, const char *phone);

/* A Unicode letter, or a Unicode digit. */
bool text_is_letter(uint32_t codepoint);
bool text_is_digit(uint32_t codepoint);

/* What words are made of when they are searched: letters, numbers, and the marks within them. Some
 * of these fold to nothing. */
bool text_is_word_part(uint32_t codepoint);

/* A word by itself when it is searched: scripts that are written without spaces, and pictures. */
bool text_stands_alone(uint32_t codepoint);

#endif
