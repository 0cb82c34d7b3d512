import { useState } from 'preact/hooks';
import { api } from '../api';
import type { Me, Token } from '../api';
import { emptyOf, useSending } from '../forms';
import { words } from '../words';
import { Button } from './Button';
import { Checks } from './Checks';
import { Form } from './Form';
import { SelectField } from './SelectField';
import { TextField } from './TextField';

const dayLong = 86_400_000;
const days = [30, 90, 365];
const usual = '90';

const lasts = [
  ...days.map((count) => ({ value: String(count), text: words.tokens.days(count) })),
  { value: '', text: words.tokens.never },
];

/* Behind so many days, or never. */
function endOf(last: string): string | null {
  return last ? new Date(Date.now() + Number(last) * dayLong).toISOString() : null;
}

interface Props {
  me: Me;
  made: (token: Token) => void;
  close: () => void;
}

/* A new token, with no more rights than whoever makes it. */
export function TokenForm({ me, made, close }: Props) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState(me.scopes.filter((scope) => /^(read|write)$/.test(scope)));
  const [last, setLast] = useState(usual);
  const { sending, send } = useSending();
  const choices = me.scopes.map((value) => ({ value, text: words.tokens.scope(value) }));
  const make = () => {
    const missing = emptyOf({
      name: [name, words.tokens.noName],
      scopes: [scopes.join(), words.tokens.noScopes],
    });
    return send(missing, async () => {
      const asked = { name: name.trim(), scopes, expires_at: endOf(last) };
      const { value } = await api.makeToken(asked);
      close();
      made(value);
    });
  };
  return (
    <Form
      sending={sending}
      submit={() => void make()}
      takesFocus
      actions={
        <>
          <Button submit busy={sending.busy}>
            {sending.busy ? words.tokens.making : words.tokens.makeIt}
          </Button>
          <Button look="plain" act={close}>
            {words.cancel}
          </Button>
        </>
      }
    >
      <TextField
        label={words.tokens.name}
        value={name}
        change={setName}
        help={words.tokens.nameHelp}
        error={sending.errors['name']}
      />
      <Checks
        label={words.tokens.mayLabel}
        choices={choices}
        chosen={scopes}
        change={setScopes}
        error={sending.errors['scopes']}
      />
      <SelectField
        label={words.tokens.ends}
        value={last}
        choices={lasts}
        change={setLast}
        error={sending.errors['expires_at']}
      />
    </Form>
  );
}
