/* For the files about the audit log alone: what a row's hash and its words' commitment are made of.
 */
#ifndef KITH_LOGBOOK_AUDIT_PARTS_H
#define KITH_LOGBOOK_AUDIT_PARTS_H

#include "logbook/audit.h"

#include <stddef.h>

enum { AUDIT_HASH = 32, AUDIT_HEX = 2 * AUDIT_HASH + 1 };

/* All that a row says as one JSON array, which can be read in one way only. `of` is how its columns
 * are called: "a." of a row, ":" of parameters. */
#define AUDIT_BYTES(of)                                                                            \
    "json_array(" of "number, " of "at, " of "actor, " of "member, " of "verb, " of "subject,"     \
    " quote(" of "subject_uid), " of "commitment)"

/* BLAKE2b of the former row's hash as it is written there ("" before the first row), and of these
 * bytes, in hexadecimal. */
void audit_hash(const char *before, const char *bytes, char ret_hash[AUDIT_HEX]);

/* BLAKE2b of the words, keyed with the salt, in hexadecimal. False when that is no salt of ours. */
bool audit_commit(const char *words, const char *salt, char ret_commitment[AUDIT_HEX]);

#endif
