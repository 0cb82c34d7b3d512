/* UUID version 7: 48 bits of time, 12 that count within a millisecond, 62 of chance. */
#include "base/ident.h"

#include <sodium.h>
#include <string.h>

/* RFC 9562, section 6.2, method 1: each thread counts on from a random start in the lower half, and
 * borrows the next millisecond when it has counted to the end. */
static uint64_t next_place(int64_t ms)
{
    static _Thread_local uint64_t last;
    uint64_t start = (uint64_t)ms << 12 | randombytes_uniform(2048);
    uint64_t least = (uint64_t)ms << 12;
    bool counts_on = last >= least && last - least < (UINT64_C(1) << 22);
    last = counts_on ? last + 1 : start;
    return last;
}

ident ident_new(instant now)
{
    ident id;
    uint64_t place = next_place(now.ms);
    randombytes_buf(id.bytes, sizeof(id.bytes));
    for (int i = 0; i < 6; i++)
        id.bytes[i] = (uint8_t)(place >> (52 - 8 * i));
    id.bytes[6] = (uint8_t)(0x70 | (place >> 8 & 0x0f));
    id.bytes[7] = (uint8_t)place;
    id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3f));
    return id;
}

bool ident_same(ident one, ident other)
{
    return memcmp(one.bytes, other.bytes, sizeof(one.bytes)) == 0;
}

bool ident_is_null(ident id)
{
    return ident_same(id, (ident){{0}});
}

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

static bool dash_after(int byte)
{
    return byte == 3 || byte == 5 || byte == 7 || byte == 9;
}

bool ident_read(const char *text, ident *ret_ident)
{
    ident id;
    for (int i = 0; i < 16; i++) {
        int high = hex_value(text[0]);
        int low = high < 0 ? -1 : hex_value(text[1]);
        if (low < 0)
            return false;
        id.bytes[i] = (uint8_t)(high * 16 + low);
        text += 2;
        if (dash_after(i) && *text++ != '-')
            return false;
    }
    if (*text || ident_is_null(id))
        return false;
    *ret_ident = id;
    return true;
}

void ident_write(ident id, char text[IDENT_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        *text++ = digits[id.bytes[i] >> 4];
        *text++ = digits[id.bytes[i] & 15];
        if (dash_after(i))
            *text++ = '-';
    }
    *text = 0;
}
