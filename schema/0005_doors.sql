-- Who may come in: passwords, sessions, one-time links, and what guesses are left.

-- ---- machinery ------------------------------------------------------------------------------

CREATE TABLE password (
    member       INTEGER PRIMARY KEY REFERENCES member, -- whose
    hash         TEXT NOT NULL,                  -- argon2id, with its salt and cost
    set_at       INTEGER NOT NULL                -- when it was chosen
) STRICT;

CREATE TABLE session (
    id           INTEGER PRIMARY KEY,            -- row
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    member       INTEGER NOT NULL REFERENCES member, -- who has signed in
    hash         TEXT NOT NULL UNIQUE,           -- BLAKE2b of the cookie's secret, in hexadecimal
    browser      TEXT,                           -- as it calls itself
    address      TEXT NOT NULL,                  -- where it signed in from
    created_at   INTEGER NOT NULL,               -- when they signed in
    last_seen_at INTEGER NOT NULL,               -- to the minute
    expires_at   INTEGER NOT NULL                -- the end, used or not
) STRICT;
CREATE INDEX session_by_member ON session (member, id);

CREATE TABLE browser (
    hash         TEXT PRIMARY KEY,               -- BLAKE2b of the secret that a browser keeps, in hexadecimal
    member       INTEGER NOT NULL REFERENCES member, -- who signed in with it before
    last_used_at INTEGER NOT NULL                -- when they last did
) STRICT, WITHOUT ROWID;
CREATE INDEX browser_by_member ON browser (member);

CREATE TABLE link (
    id           INTEGER PRIMARY KEY,            -- row
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    member       INTEGER REFERENCES member,      -- who sets a password with it; NULL: the first owner, whom it makes
    hash         TEXT NOT NULL UNIQUE,           -- BLAKE2b of the secret, in hexadecimal
    made_by      INTEGER REFERENCES member,      -- who made it; NULL is the host
    created_at   INTEGER NOT NULL,               -- when it was made
    expires_at   INTEGER NOT NULL,               -- when it ends
    used_at      INTEGER                         -- when it was used or withdrawn, or NULL
) STRICT;
CREATE INDEX link_by_member ON link (member, id);

CREATE TABLE allowance (
    name         TEXT PRIMARY KEY,               -- "all", or keyed hash of an account, an address or a browser
    full_at      INTEGER NOT NULL                -- when no guess of it counts any more
) STRICT, WITHOUT ROWID;
CREATE INDEX allowance_by_time ON allowance (full_at);
