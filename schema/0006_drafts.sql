-- Words that somebody is writing and has not saved yet.

-- ---- machinery ------------------------------------------------------------------------------

CREATE TABLE draft (
    id           INTEGER PRIMARY KEY,            -- row
    uid          BLOB NOT NULL,                  -- id of the outside, chosen by the page
    member       INTEGER NOT NULL REFERENCES member, -- who writes it; nobody else ever sees it
    person_uid   BLOB,                           -- whom it is about, or NULL
    conversation_uid BLOB,                       -- the conversation that is being edited, or NULL
    content      TEXT NOT NULL,                  -- as the page keeps it
    created_at   INTEGER NOT NULL,               -- when it was begun
    updated_at   INTEGER NOT NULL,               -- when it was kept last
    UNIQUE (member, uid)
) STRICT;
CREATE INDEX draft_by_time ON draft (updated_at);
