import { useRef, useState } from 'preact/hooks';
import { api, newKey } from '../api';
import type { Link, Member } from '../api';
import { emptyOf, useSending } from '../forms';
import { words } from '../words';
import { Button } from './Button';
import { Form } from './Form';
import { RoleField } from './RoleField';
import { TextField } from './TextField';

interface Props {
  hand: (link: Link) => void;
  changed: () => void;
  close: () => void;
}

/* Somebody new: written down as a member, then given a link to hand over. */
export function Invite({ hand, changed, close }: Props) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Member['role']>('member');
  const key = useRef({ of: '', key: '' });
  const { sending, send } = useSending();
  /* The same person is written down once, however often this is sent. */
  const keyOf = (asked: object) => {
    const of = JSON.stringify(asked);
    if (key.current.of !== of) key.current = { of, key: newKey() };
    return key.current.key;
  };
  const invite = () => {
    const missing = emptyOf({
      name: [name, words.team.noName],
      email: [email, words.team.noInviteEmail],
    });
    return send(missing, async () => {
      const asked = { name: name.trim(), email: email.trim(), role };
      const { value: member } = await api.makeMember(asked, keyOf(asked));
      changed();
      const { value: link } = await api.makeLink(member.id);
      close();
      hand(link);
    });
  };
  return (
    <Form
      sending={sending}
      submit={() => void invite()}
      takesFocus
      actions={
        <>
          <Button submit busy={sending.busy}>
            {sending.busy ? words.team.making : words.team.makeLink}
          </Button>
          <Button look="plain" act={close}>
            {words.cancel}
          </Button>
        </>
      }
    >
      <TextField
        label={words.team.name}
        value={name}
        change={setName}
        error={sending.errors['name']}
      />
      <TextField
        label={words.door.email}
        type="email"
        value={email}
        change={setEmail}
        help={words.team.emailHelp}
        error={sending.errors['email']}
      />
      <RoleField value={role} change={setRole} error={sending.errors['role']} />
    </Form>
  );
}
