-- The logbook: what people wrote (source tables, every former row kept in `version`), what follows
-- from it (derived tables, computed again at any time by `kith doctor`), and the machinery.
-- Times are milliseconds UTC since 1970, days are days since 1970-01-01, ids of the outside are
-- UUIDs of 16 bytes in `uid`.

-- ---- source ---------------------------------------------------------------------------------

CREATE TABLE member (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    name         TEXT NOT NULL,                  -- stays on what they wrote after they leave
    folded       TEXT NOT NULL,                  -- name as compared
    email        TEXT,                           -- as typed
    role         TEXT NOT NULL,                  -- owner, member, reader
    state        TEXT NOT NULL,                  -- active, left
    language     TEXT,                           -- BCP 47 tag
    time_zone    TEXT,                           -- IANA name
    revision     INTEGER NOT NULL,               -- rises with every edit
    created_at   INTEGER NOT NULL,               -- when the row was made
    updated_at   INTEGER NOT NULL                -- when it was last edited
) STRICT;
CREATE INDEX member_by_name ON member (folded);
CREATE UNIQUE INDEX member_by_email ON member (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX member_owning ON member (id) WHERE role = 'owner' AND state = 'active';

CREATE TABLE kind (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside; those at start have fixed ones
    name         TEXT NOT NULL,                  -- call, chat, email …
    folded       TEXT NOT NULL UNIQUE,           -- name as compared
    position     INTEGER NOT NULL,               -- order in which kinds are offered
    revision     INTEGER NOT NULL,               -- rises with every edit
    created_at   INTEGER NOT NULL,               -- when the row was made
    updated_at   INTEGER NOT NULL                -- when it was last edited
) STRICT;
CREATE INDEX kind_in_order ON kind (position, id);

CREATE TABLE company (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    name         TEXT NOT NULL,                  -- as typed
    folded       TEXT NOT NULL,                  -- name as compared
    domain       TEXT,                           -- of its addresses, lower case
    place        TEXT,                           -- where it is
    revision     INTEGER NOT NULL,               -- rises with every edit
    created_at   INTEGER NOT NULL,               -- when the row was made
    updated_at   INTEGER NOT NULL,               -- when it was last edited
    trashed_at   INTEGER                         -- when it went to the trash, or NULL
) STRICT;
CREATE INDEX company_by_name ON company (folded, id) WHERE trashed_at IS NULL;
CREATE INDEX company_by_domain ON company (domain) WHERE domain IS NOT NULL;
CREATE INDEX company_in_trash ON company (trashed_at) WHERE trashed_at IS NOT NULL;

CREATE TABLE person (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    name         TEXT NOT NULL,                  -- as typed
    folded       TEXT NOT NULL,                  -- name as compared
    reads_as     TEXT,                           -- transcription of the name
    company      INTEGER REFERENCES company,     -- where they work
    role         TEXT,                           -- what they do there
    place        TEXT,                           -- city
    time_zone    TEXT,                           -- IANA name
    languages    TEXT NOT NULL,                  -- JSON list of BCP 47 tags
    prefers      TEXT,                           -- words after "Prefers"
    known_by     INTEGER REFERENCES member,      -- chosen; NULL means counted
    since        INTEGER,                        -- day since when they are with us
    handles      TEXT NOT NULL,                  -- JSON list of {kind, value, label}
    dates        TEXT NOT NULL,                  -- JSON list of {on, what, repeats}
    rested_until INTEGER,                        -- "not now" lasts until then
    merged_into  INTEGER REFERENCES person,      -- who they turned out to be
    revision     INTEGER NOT NULL,               -- rises with every edit
    created_at   INTEGER NOT NULL,               -- when the row was made
    updated_at   INTEGER NOT NULL,               -- when it was last edited
    trashed_at   INTEGER                         -- when they went to the trash, or NULL
) STRICT;
CREATE INDEX person_by_name ON person (folded, id) WHERE trashed_at IS NULL AND merged_into IS NULL;
CREATE INDEX person_by_company ON person (company, id) WHERE company IS NOT NULL;
CREATE INDEX person_by_known ON person (known_by, id) WHERE known_by IS NOT NULL;
CREATE INDEX person_by_merge ON person (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX person_in_trash ON person (trashed_at) WHERE trashed_at IS NOT NULL;

CREATE TABLE tag (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    name         TEXT NOT NULL,                  -- as typed
    folded       TEXT NOT NULL UNIQUE,           -- name as compared
    revision     INTEGER NOT NULL,               -- rises with every edit
    created_at   INTEGER NOT NULL,               -- when the row was made
    updated_at   INTEGER NOT NULL                -- when it was last edited
) STRICT;

CREATE TABLE person_tag (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    person       INTEGER NOT NULL REFERENCES person, -- who bears it
    tag          INTEGER NOT NULL REFERENCES tag -- what they bear
) STRICT;
CREATE UNIQUE INDEX person_tag_by_person ON person_tag (person, tag);
CREATE UNIQUE INDEX person_tag_by_tag ON person_tag (tag, person);

CREATE TABLE conversation (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    kind         INTEGER NOT NULL REFERENCES kind, -- call, chat, email …
    direction    TEXT,                           -- in, out, or NULL
    happened_at  INTEGER NOT NULL,               -- when it took place
    minutes      INTEGER,                        -- how long it was
    summary      TEXT,                           -- one line
    body         TEXT NOT NULL,                  -- Markdown, what is left after capture
    sent         TEXT,                           -- the text as sent, when capture changed it
    source       TEXT,                           -- JSON {system, id}: where it came from
    logged_by    INTEGER REFERENCES member,      -- who wrote it down; NULL is the host
    revision     INTEGER NOT NULL,               -- rises with every edit
    created_at   INTEGER NOT NULL,               -- when it was written down
    edited_at    INTEGER,                        -- when it was last edited, or NULL
    trashed_at   INTEGER                         -- when it went to the trash, or NULL
) STRICT;
CREATE INDEX conversation_in_trash ON conversation (trashed_at) WHERE trashed_at IS NOT NULL;

CREATE TABLE conversation_turns (
    id           INTEGER PRIMARY KEY REFERENCES conversation, -- row of the conversation
    turns        TEXT NOT NULL                   -- JSON list of {at, side, who, text}
) STRICT;

CREATE TABLE conversation_person (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    conversation INTEGER NOT NULL REFERENCES conversation, -- which one
    person       INTEGER NOT NULL REFERENCES person, -- who was in it
    position     INTEGER NOT NULL                -- from 0; facts and promises belong to the first
) STRICT;
CREATE UNIQUE INDEX conversation_person_by_conversation
    ON conversation_person (conversation, position, person);
CREATE INDEX conversation_person_by_person ON conversation_person (person, conversation);

CREATE TABLE conversation_member (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    conversation INTEGER NOT NULL REFERENCES conversation, -- which one
    member       INTEGER NOT NULL REFERENCES member, -- who of us was in it
    position     INTEGER NOT NULL                -- from 0
) STRICT;
CREATE UNIQUE INDEX conversation_member_by_conversation
    ON conversation_member (conversation, position, member);
CREATE INDEX conversation_member_by_member ON conversation_member (member, conversation);

CREATE TABLE fact (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    person       INTEGER REFERENCES person,      -- whom it is about, or ...
    company      INTEGER REFERENCES company,     -- ... what
    text         TEXT NOT NULL,                  -- the line to remember
    told_by      INTEGER REFERENCES person,      -- who told us
    told_at      INTEGER,                        -- when
    conversation INTEGER REFERENCES conversation, -- in which conversation
    shown        INTEGER NOT NULL,               -- 1: the customer sees it
    position     INTEGER NOT NULL,               -- order in which facts are read
    revision     INTEGER NOT NULL,               -- rises with every edit
    created_at   INTEGER NOT NULL,               -- when the row was made
    updated_at   INTEGER NOT NULL,               -- when it was last edited
    trashed_at   INTEGER,                        -- when it went to the trash, or NULL
    CHECK ((person IS NULL) <> (company IS NULL))
) STRICT;
-- With what is in the trash: a person or company that is deleted is looked for here.
CREATE INDEX fact_by_person ON fact (person, position, id) WHERE person IS NOT NULL;
CREATE INDEX fact_by_company ON fact (company, position, id) WHERE company IS NOT NULL;
CREATE INDEX fact_by_conversation ON fact (conversation, id) WHERE conversation IS NOT NULL;
CREATE INDEX fact_by_teller ON fact (told_by) WHERE told_by IS NOT NULL;
CREATE INDEX fact_in_order ON fact (created_at, id) WHERE trashed_at IS NULL;
CREATE INDEX fact_in_trash ON fact (trashed_at) WHERE trashed_at IS NOT NULL;

CREATE TABLE promise (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    person       INTEGER NOT NULL REFERENCES person, -- to whom
    conversation INTEGER REFERENCES conversation, -- in which conversation
    text         TEXT NOT NULL,                  -- what we said we would do
    due_on       INTEGER,                        -- the day it is due
    due_time     TEXT,                           -- HH:MM of that day, in the person's place
    due_words    TEXT,                           -- "when it ships"
    by           INTEGER REFERENCES member,      -- who does it
    state        TEXT NOT NULL,                  -- open, kept, released
    closed_words TEXT,                           -- why it was released, how it was kept
    told_at      INTEGER,                        -- when the person was told
    closed_at    INTEGER,                        -- when it was kept or released
    kept_by      INTEGER REFERENCES member,      -- who kept it
    revision     INTEGER NOT NULL,               -- rises with every edit
    created_at   INTEGER NOT NULL,               -- when the row was made
    updated_at   INTEGER NOT NULL,               -- when it was last edited
    trashed_at   INTEGER                         -- when it went to the trash, or NULL
) STRICT;
CREATE INDEX promise_by_person ON promise (person, id);
CREATE INDEX promise_of_person ON promise (person, due_on IS NULL, due_on, id)
    WHERE state = 'open' AND trashed_at IS NULL;
CREATE INDEX promise_by_conversation ON promise (conversation, id) WHERE conversation IS NOT NULL;
CREATE INDEX promise_open ON promise (due_on, id) WHERE state = 'open' AND trashed_at IS NULL;
CREATE INDEX promise_closed ON promise (closed_at, id) WHERE closed_at IS NOT NULL AND trashed_at IS NULL;
CREATE INDEX promise_in_order ON promise (created_at, id) WHERE trashed_at IS NULL;
CREATE INDEX promise_by_member ON promise (by, created_at, id)
    WHERE by IS NOT NULL AND trashed_at IS NULL;
CREATE INDEX promise_by_state ON promise (state, created_at, id) WHERE trashed_at IS NULL;
CREATE INDEX promise_in_trash ON promise (trashed_at) WHERE trashed_at IS NOT NULL;

CREATE TABLE theme (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    name         TEXT NOT NULL,                  -- without #
    meaning      TEXT,                           -- one sentence
    meaning_by   INTEGER REFERENCES member,      -- who wrote the meaning
    merged_into  INTEGER REFERENCES theme,       -- which theme it is now
    revision     INTEGER NOT NULL,               -- rises with every edit
    created_at   INTEGER NOT NULL,               -- when the row was made
    updated_at   INTEGER NOT NULL                -- when it was last edited
) STRICT;
CREATE INDEX theme_by_merge ON theme (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE theme_word (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice; passages: t123
    word         TEXT NOT NULL,                  -- as first typed, without #
    folded       TEXT NOT NULL UNIQUE,           -- as compared
    theme        INTEGER NOT NULL REFERENCES theme -- whose word it is now
) STRICT;
CREATE INDEX theme_word_by_theme ON theme_word (theme, id);

-- ---- derived --------------------------------------------------------------------------------

CREATE TABLE handle (
    person       INTEGER NOT NULL REFERENCES person, -- whose it is
    position     INTEGER NOT NULL,               -- place in the person's list
    kind         TEXT NOT NULL,                  -- email, phone, url, or another system's name
    folded       TEXT NOT NULL,                  -- value as compared; phones are reversed digits
    domain       TEXT,                           -- of an e-mail address
    PRIMARY KEY (person, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX handle_by_value ON handle (kind, folded, person);
CREATE INDEX handle_by_domain ON handle (domain, person) WHERE domain IS NOT NULL;

CREATE TABLE person_date (
    person       INTEGER NOT NULL REFERENCES person, -- whose it is
    position     INTEGER NOT NULL,               -- place in the person's list
    on_day       INTEGER NOT NULL,               -- the day told
    month_day    INTEGER,                        -- month * 100 + day when it comes every year
    PRIMARY KEY (person, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_date_once ON person_date (on_day, person) WHERE month_day IS NULL;
CREATE INDEX person_date_yearly ON person_date (month_day, person) WHERE month_day IS NOT NULL;

CREATE TABLE person_language (
    person       INTEGER NOT NULL REFERENCES person, -- who speaks it
    language     TEXT NOT NULL,                  -- BCP 47 tag, lower case
    PRIMARY KEY (person, language)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_language_by_language ON person_language (language, person);

-- Which conversations, not in the trash, belong to what, by time. `sort` is a number of enum
-- thread_sort: 0 all, 1 person, 2 company, 3 member, 4 kind, 5 theme.
CREATE TABLE thread (
    sort         INTEGER NOT NULL,               -- number of enum thread_sort
    owner        INTEGER NOT NULL,               -- row of what it belongs to; 0 for all
    at           INTEGER NOT NULL,               -- happened_at of the conversation
    conversation INTEGER NOT NULL REFERENCES conversation, -- which one
    PRIMARY KEY (sort, owner, at, conversation)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_by_conversation ON thread (conversation, sort, owner);

CREATE TABLE conversation_word (
    conversation INTEGER NOT NULL REFERENCES conversation, -- whose body
    word         INTEGER NOT NULL REFERENCES theme_word, -- bears which word
    PRIMARY KEY (conversation, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_word_by_word ON conversation_word (word, conversation);

CREATE TABLE quote (
    id           INTEGER PRIMARY KEY,            -- conversation << 12 | place in the body
    conversation INTEGER NOT NULL REFERENCES conversation, -- in whose body it stands
    person       INTEGER REFERENCES person,      -- who said it
    said_at      INTEGER NOT NULL,               -- happened_at of the conversation
    text         TEXT NOT NULL,                  -- verbatim
    translation  TEXT                            -- the line that began with "= "
) STRICT;
CREATE INDEX quote_by_conversation ON quote (conversation, id);
CREATE INDEX quote_by_person ON quote (person, said_at, id) WHERE person IS NOT NULL;
CREATE INDEX quote_by_time ON quote (said_at, id);

CREATE TABLE quote_word (
    quote        INTEGER NOT NULL REFERENCES quote, -- which quote
    word         INTEGER NOT NULL REFERENCES theme_word, -- bears which word
    PRIMARY KEY (quote, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_word_by_word ON quote_word (word, quote);

-- A quote that bears words of its own has their themes; any other has those of its conversation.
CREATE TABLE quote_theme (
    theme        INTEGER NOT NULL REFERENCES theme, -- which theme
    said_at      INTEGER NOT NULL,               -- of the quote
    quote        INTEGER NOT NULL REFERENCES quote, -- is borne by which quote
    PRIMARY KEY (theme, said_at, quote)
) STRICT, WITHOUT ROWID;
CREATE INDEX quote_theme_by_quote ON quote_theme (quote, theme);

CREATE TABLE person_state (
    person       INTEGER PRIMARY KEY REFERENCES person, -- whose it is
    conversations INTEGER NOT NULL,              -- up to 1,001
    last_heard_at INTEGER,                       -- newest happened_at
    usual_gap_ms INTEGER,                        -- median of the last 50 gaps
    quiet_from   INTEGER,                        -- from when on they are quiet; NULL never
    story        INTEGER NOT NULL                -- rises with all that changes brief or timeline
) STRICT;
CREATE INDEX person_state_quiet ON person_state (quiet_from, person) WHERE quiet_from IS NOT NULL;
CREATE INDEX person_state_heard ON person_state (last_heard_at, person);

CREATE TABLE person_member (
    person       INTEGER NOT NULL REFERENCES person, -- who
    member       INTEGER NOT NULL REFERENCES member, -- and who of us
    times        INTEGER NOT NULL,               -- conversations that both were in
    PRIMARY KEY (person, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_member_by_times ON person_member (person, times, member);

CREATE TABLE company_state (
    company      INTEGER PRIMARY KEY REFERENCES company, -- whose it is
    story        INTEGER NOT NULL                -- rises with all that changes its timeline
) STRICT;

CREATE TABLE theme_state (
    theme        INTEGER PRIMARY KEY REFERENCES theme, -- whose it is
    times        INTEGER NOT NULL,               -- conversations that bear it
    people       INTEGER NOT NULL                -- people in them
) STRICT;
CREATE INDEX theme_state_by_people ON theme_state (people, theme);

CREATE TABLE theme_week (
    theme        INTEGER NOT NULL REFERENCES theme, -- whose it is
    week         INTEGER NOT NULL,               -- the Monday, as a day
    times        INTEGER NOT NULL,               -- conversations that bear it
    PRIMARY KEY (theme, week)
) STRICT, WITHOUT ROWID;

CREATE TABLE theme_person (
    theme        INTEGER NOT NULL REFERENCES theme, -- which theme
    person       INTEGER NOT NULL REFERENCES person, -- who bears it
    times        INTEGER NOT NULL,               -- conversations of theirs that bear it
    PRIMARY KEY (theme, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX theme_person_by_person ON theme_person (person, times, theme);

CREATE TABLE passage (
    id           INTEGER PRIMARY KEY,            -- at << 12 | sequence << 3 | field: in order of time
    field        INTEGER NOT NULL,               -- enum passage_field
    owner        INTEGER NOT NULL,               -- row of the conversation, fact or promise
    at           INTEGER NOT NULL,               -- when it was said
    tokens       TEXT NOT NULL,                  -- p123 kcall m2 t5: what a query can narrow by
    text         TEXT NOT NULL                   -- the words as they are indexed
) STRICT;
CREATE INDEX passage_by_owner ON passage (field, owner);

-- The prefixes are what is found without looking through all words that begin so (bench/README.md).
CREATE VIRTUAL TABLE find USING fts5 (
    tokens, text, content = 'passage', content_rowid = 'id', prefix = '2 3 4 5', tokenize = 'kith'
);

-- ---- machinery ------------------------------------------------------------------------------

CREATE TABLE counter (
    name         TEXT PRIMARY KEY,               -- names: rises with every rename; epoch: chance;
                                                 -- clock: when housekeeping last trusted it;
                                                 -- first_link: row of the link that a start made;
                                                 -- tried: writes made to see whether one can
    value        INTEGER NOT NULL                -- where it stands
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    number       INTEGER PRIMARY KEY,            -- in commit order
    act          INTEGER NOT NULL,               -- number of the first change of a long act
    member       INTEGER REFERENCES member,      -- who; NULL is the host
    at           INTEGER NOT NULL,               -- when
    what         TEXT NOT NULL,                  -- "conversation logged"
    subject      TEXT,                           -- kind of what it was done to: conversation …
    subject_uid  BLOB,                           -- and its id
    made         TEXT,                           -- JSON {table: [rows]}: rows that were not there before
    undoes       INTEGER,                        -- the act it takes back
    undone_by    INTEGER,                        -- the change that took it back
    moved        INTEGER NOT NULL                -- 1: came with an import; only history knows it
) STRICT;
CREATE INDEX change_by_act ON change (act, number);
CREATE INDEX change_by_member ON change (member, number) WHERE member IS NOT NULL;
CREATE INDEX change_moved ON change (number) WHERE moved = 1;

CREATE TABLE version (
    tab          TEXT NOT NULL,                  -- table
    row          INTEGER NOT NULL,               -- row
    change       INTEGER NOT NULL REFERENCES change, -- which replaced it
    before       TEXT NOT NULL,                  -- JSON of the row as it was
    PRIMARY KEY (tab, row, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_by_change ON version (change);

CREATE TABLE gone (
    kind         TEXT NOT NULL,                  -- company, fact, promise, conversation
    uid          BLOB NOT NULL,                  -- the id that it had
    change       INTEGER NOT NULL,               -- the change that erased it for good
    PRIMARY KEY (change, kind, uid)
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
    id           INTEGER PRIMARY KEY,            -- row
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    member       INTEGER NOT NULL REFERENCES member, -- who acts with it
    name         TEXT NOT NULL,                  -- what it is for
    hash         TEXT NOT NULL UNIQUE,           -- BLAKE2b of the secret, in hexadecimal
    scopes       INTEGER NOT NULL,               -- bits of enum scope
    created_at   INTEGER NOT NULL,               -- when it was made
    expires_at   INTEGER,                        -- when it ends, or NULL
    last_used_at INTEGER,                        -- to the minute
    withdrawn_at INTEGER                         -- when it was withdrawn, or NULL
) STRICT;
CREATE INDEX token_by_member ON token (member);

CREATE TABLE idempotency (
    caller       TEXT NOT NULL,                  -- m12 for a member, host
    key          TEXT NOT NULL,                  -- as sent
    hash         TEXT NOT NULL,                  -- of method, path and body, in hexadecimal
    status       INTEGER NOT NULL,               -- of the first answer
    subject      TEXT,                           -- kind of what was made
    subject_uid  BLOB,                           -- and its id
    change       INTEGER,                        -- its change
    extra        TEXT,                           -- JSON of captured and unresolved
    at           INTEGER NOT NULL,               -- kept for 30 days
    PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_time ON idempotency (at);

CREATE TABLE import (
    id           INTEGER PRIMARY KEY,            -- row
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    format       TEXT NOT NULL,                  -- kith
    file         TEXT NOT NULL,                  -- name of the file in the spool
    state        TEXT NOT NULL,                  -- waiting, running, done, failed
    rows         INTEGER,                        -- lines of records in the file, once known
    done_rows    INTEGER NOT NULL,               -- written so far; their lines begin with the second
    offset       INTEGER NOT NULL,               -- byte of the file behind the last line written
    former       TEXT,                           -- JSON of members, tags, kinds and themes that were
                                                 -- there before, until it has ended
    unmatched    TEXT,                           -- JSON list of rows of members that were there
                                                 -- before and are not in the file
    fault        TEXT,                           -- why it failed, or is being taken back
    member       INTEGER REFERENCES member,      -- who sent it; NULL is the host
    created_at   INTEGER NOT NULL,               -- when it was sent
    ended_at     INTEGER                         -- when it was done or failed
) STRICT;
CREATE INDEX import_open ON import (id) WHERE ended_at IS NULL;

INSERT INTO counter (name, value) VALUES ('names', 0), ('epoch', abs(random()) % 4294967296);

INSERT INTO kind (id, uid, name, folded, position, revision, created_at, updated_at)
VALUES (1, x'00000000000070008000000000000001', 'call', 'call', 1, 1, 0, 0),
       (2, x'00000000000070008000000000000002', 'chat', 'chat', 2, 1, 0, 0),
       (3, x'00000000000070008000000000000003', 'email', 'email', 3, 1, 0, 0),
       (4, x'00000000000070008000000000000004', 'meeting', 'meeting', 4, 1, 0, 0),
       (5, x'00000000000070008000000000000005', 'migration', 'migration', 5, 1, 0, 0),
       (6, x'00000000000070008000000000000006', 'letter', 'letter', 6, 1, 0, 0),
       (7, x'00000000000070008000000000000007', 'visit', 'visit', 7, 1, 0, 0),
       (8, x'00000000000070008000000000000008', 'note', 'note', 8, 1, 0, 0);
