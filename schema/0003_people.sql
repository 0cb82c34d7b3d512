-- People by who knows them best, by place, and in the order of who was heard or came last; views.

-- ---- source ---------------------------------------------------------------------------------

CREATE TABLE view (
    id           INTEGER PRIMARY KEY AUTOINCREMENT, -- row, never used twice
    uid          BLOB NOT NULL UNIQUE,           -- id of the outside
    name         TEXT NOT NULL,                  -- as typed
    folded       TEXT NOT NULL,                  -- name as compared
    filter       TEXT NOT NULL,                  -- JSON of what a list of people is narrowed by
    everyone     INTEGER NOT NULL,               -- 0: only who made it sees it
    made_by      INTEGER REFERENCES member,      -- who made it; NULL is the host
    revision     INTEGER NOT NULL,               -- rises with every edit
    created_at   INTEGER NOT NULL,               -- when the row was made
    updated_at   INTEGER NOT NULL                -- when it was last edited
) STRICT;
CREATE INDEX view_by_name ON view (folded, id);
CREATE INDEX view_by_maker ON view (made_by) WHERE made_by IS NOT NULL;

-- ---- derived --------------------------------------------------------------------------------

ALTER TABLE person_state ADD COLUMN
    known_by     INTEGER REFERENCES member;      -- who knows them best: chosen, or else counted
ALTER TABLE person_state ADD COLUMN
    place        TEXT;                           -- their city as compared
-- What lists are ordered by is never NULL, so that a page begins where the one before ended.
ALTER TABLE person_state ADD COLUMN
    heard        INTEGER NOT NULL DEFAULT -62135596800001; -- last_heard_at; before 0001 when never
ALTER TABLE person_state ADD COLUMN
    since        INTEGER NOT NULL DEFAULT -719163; -- since of the person; before 0001 when unknown

UPDATE person_state SET known_by = coalesce(p.known_by, (SELECT member FROM person_member
        WHERE person = p.id ORDER BY times DESC, member DESC LIMIT 1)),
    place = folded(p.place), heard = coalesce(last_heard_at, heard), since = coalesce(p.since, -719163)
FROM person p WHERE p.id = person_state.person;

DROP INDEX person_state_heard;
CREATE INDEX person_state_by_heard ON person_state (heard, person);
CREATE INDEX person_state_by_since ON person_state (since, person);
CREATE INDEX person_state_by_place ON person_state (place, person) WHERE place IS NOT NULL;
CREATE INDEX person_state_by_known ON person_state (known_by, person) WHERE known_by IS NOT NULL;
