-- Finding people: by any piece of what is known of them, and with a slip of the pen in it.

-- ---- derived --------------------------------------------------------------------------------

-- Nobody who is in the trash or merged into somebody else is here.
CREATE TABLE person_words (
    person       INTEGER PRIMARY KEY REFERENCES person, -- who is found by them
    text         TEXT NOT NULL                   -- words of name, reads-as, company and handles, as
                                                 -- compared, a space before each; a line for each
) STRICT;

-- Pieces of three letters, and whole words. Two letters stand for all words that begin with one.
CREATE VIRTUAL TABLE find_people USING fts5 (
    text, content = 'person_words', content_rowid = 'person', prefix = '2', detail = none,
    columnsize = 0, tokenize = 'kith_grams'
);

CREATE TABLE name_word (
    word         TEXT PRIMARY KEY,               -- a word of person_words, not of digits alone
    people       INTEGER NOT NULL                -- how many are found by it
) STRICT, WITHOUT ROWID;

CREATE TABLE name_part (
    part         TEXT NOT NULL,                  -- the word from any of its letters on
    word         TEXT NOT NULL,                  -- which word
    PRIMARY KEY (part, word)
) STRICT, WITHOUT ROWID;

CREATE TABLE name_slip (
    slip         TEXT NOT NULL,                  -- a word without digits, or what is left of it without a letter
    word         TEXT NOT NULL,                  -- which word
    PRIMARY KEY (slip, word)
) STRICT, WITHOUT ROWID;

-- The words of `find`, in their order.
CREATE VIRTUAL TABLE find_terms USING fts5vocab ('find', 'instance');

-- What this step adds is derived from the rows at the next start.
INSERT INTO counter (name, value) VALUES ('underived', 2);
