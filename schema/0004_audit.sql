-- What was done, by whom and when: a chain that only grows. Its words stand apart, and can be erased.

-- ---- machinery ------------------------------------------------------------------------------

CREATE TABLE audit (
    number       INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order of commits, without a gap, never used twice
    at           INTEGER NOT NULL,               -- when it was done
    actor        TEXT NOT NULL,                  -- member, host, or stranger: nobody who is known
    member       INTEGER REFERENCES member,      -- who did it, or NULL
    verb         TEXT NOT NULL,                  -- what was done, such as "signed in"
    subject      TEXT,                           -- kind of what it was done to, or NULL
    subject_uid  BLOB,                           -- its id of the outside, or NULL
    commitment   TEXT,                           -- BLAKE2b of its words, keyed with their salt, in hexadecimal; or NULL
    hash         TEXT NOT NULL                   -- BLAKE2b of the hash before and of all that stands in this row, in hexadecimal
) STRICT;
CREATE INDEX audit_by_member ON audit (member, number) WHERE member IS NOT NULL;
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_verb ON audit (verb, number);
CREATE INDEX audit_by_subject ON audit (subject_uid, number) WHERE subject_uid IS NOT NULL;

CREATE TABLE audit_words (
    number       INTEGER PRIMARY KEY REFERENCES audit, -- whose words these are
    salt         TEXT NOT NULL,                  -- 32 random bytes, in hexadecimal: without it nobody can try words
    words        TEXT NOT NULL                   -- an address, a name, what was tried
) STRICT;
