import { useState } from 'preact/hooks';
import { api } from '../api';
import type { Member, MemberPatch } from '../api';
import { look } from '../entry';
import { emptyOf, useSending } from '../forms';
import { toast } from '../toasts';
import { words } from '../words';
import { Button } from './Button';
import { Form } from './Form';
import { RoleField } from './RoleField';
import { TextField } from './TextField';

interface Props {
  member: Member;
  own: boolean;
  changed: () => void;
  close: () => void;
}

/* Changes a member, in their row. Nobody changes their own role or leaves by accident: another owner
   does that. */
export function MemberForm({ member, own, changed, close }: Props) {
  const [name, setName] = useState(member.name);
  const [email, setEmail] = useState(member.email ?? '');
  const [role, setRole] = useState(member.role);
  const { sending, send } = useSending();
  const left = member.state === 'left';
  const change = async (patch: MemberPatch, told: string) => {
    const problem = await send(emptyOf({ name: [name, words.team.noName] }), async () => {
      await api.changeMember(member, patch);
      toast({ text: told });
      close();
      changed();
      if (own) await look();
    });
    if (problem?.status === 412) changed();
  };
  const save = () =>
    change(
      { name: name.trim(), email: email.trim() || null, ...(own ? {} : { role }) },
      words.team.saved(name.trim()),
    );
  const turn = () =>
    left
      ? change({ state: 'active' }, words.team.isBack(member.name))
      : change({ state: 'left' }, words.team.hasLeft(member.name));
  return (
    <Form
      sending={sending}
      submit={() => void save()}
      takesFocus
      actions={
        <>
          <Button submit busy={sending.busy}>
            {sending.busy ? words.saving : words.save}
          </Button>
          <Button look="plain" act={close}>
            {words.cancel}
          </Button>
          {!own && (
            <Button act={() => void turn()}>
              {left ? words.team.takeBack(member.name) : words.team.letGo(member.name)}
            </Button>
          )}
        </>
      }
    >
      <TextField
        label={words.team.name}
        value={name}
        change={setName}
        help={words.team.nameHelp}
        error={sending.errors['name']}
      />
      <TextField
        label={words.door.email}
        type="email"
        value={email}
        change={setEmail}
        error={sending.errors['email']}
      />
      {!own && (
        <RoleField
          value={role}
          change={setRole}
          help={words.team.roleHelp}
          error={sending.errors['role']}
        />
      )}
    </Form>
  );
}
