-- What was done, by whom and when: a chain that only grows. Its words stand apart, and can be erased.

-- ---- machinery ------------------------------------------------------------------------------

CREATE TABLE audit (
    number       INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order of commits, never used twice
    at           INTEGER NOT NULL,               -- when it was done
    actor        TEXT NOT NULL,                  -- member, host, or stranger: nobody who is known
    member       INTEGER REFERENCES member,      -- who did it, or NULL
    verb         TEXT NOT NULL,                  -- what was done, such as "signed in"
    subject      TEXT,                           -- kind of what it was done to, or NULL
    subject_uid  BLOB,                           -- its id of the outside, or NULL
    commitment   BLOB,                           -- keyed hash of its words, whose key is their salt; or NULL
    hash         BLOB NOT NULL                   -- of the row before and of all that stands in this one
) STRICT;
CREATE INDEX audit_by_member ON audit (member, number) WHERE member IS NOT NULL;
CREATE INDEX audit_by_subject ON audit (subject_uid, number) WHERE subject_uid IS NOT NULL;

CREATE TABLE audit_words (
    number       INTEGER PRIMARY KEY REFERENCES audit, -- whose words these are
    salt         BLOB NOT NULL,                  -- 32 random bytes: without it nobody can try words
    words        TEXT NOT NULL                   -- an address, a name, what was tried
) STRICT;
