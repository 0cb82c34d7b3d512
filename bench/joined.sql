SELECT hex(c.uid) AS id, k.name AS kind, c.direction, c.happened_at, c.minutes,
    (SELECT json_group_array(hex(uid)) FROM
        (SELECT p.uid FROM conversation_person s JOIN person p ON p.id = s.person
         WHERE s.conversation = c.id ORDER BY s.position, s.person)) AS people,
    (SELECT json_group_array(hex(uid)) FROM
        (SELECT m.uid FROM conversation_member s JOIN member m ON m.id = s.member
         WHERE s.conversation = c.id ORDER BY s.position, s.member)) AS members,
    c.summary, c.body, c.sent, t.turns, c.source, hex(l.uid) AS logged_by, c.revision, c.created_at,
    c.edited_at, c.trashed_at,
    (SELECT json_group_array(json_object('id', hex(f.uid), 'person', hex(p.uid), 'text', f.text,
         'told_at', f.told_at, 'shown', f.shown, 'position', f.position, 'revision', f.revision,
         'created_at', f.created_at, 'updated_at', f.updated_at))
     FROM fact f JOIN person p ON p.id = f.person WHERE f.conversation = c.id) AS facts,
    (SELECT json_group_array(json_object('id', hex(r.uid), 'person', hex(p.uid), 'text', r.text,
         'due_on', r.due_on, 'due_words', r.due_words, 'by', hex(b.uid), 'state', r.state,
         'closed_words', r.closed_words, 'told_at', r.told_at, 'closed_at', r.closed_at,
         'revision', r.revision, 'created_at', r.created_at, 'updated_at', r.updated_at))
     FROM promise r JOIN person p ON p.id = r.person LEFT JOIN member b ON b.id = r.by
     WHERE r.conversation = c.id) AS promises,
    (SELECT json_group_array(json(v.before)) FROM version v
     WHERE v.tab = 'conversation' AND v.row = c.id) AS versions
FROM conversation c
    JOIN kind k ON k.id = c.kind
    LEFT JOIN member l ON l.id = c.logged_by
    LEFT JOIN conversation_turns t ON t.id = c.id
ORDER BY c.uid;
