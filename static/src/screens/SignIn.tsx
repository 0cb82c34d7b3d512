import { useState } from 'preact/hooks';
import { waitWords } from '../dates';
import { signIn } from '../entry';
import { emptyOf, useSending } from '../forms';
import type { Sending } from '../forms';
import { Button } from '../parts/Button';
import { Door } from '../parts/Door';
import { Form } from '../parts/Form';
import { PasswordField } from '../parts/PasswordField';
import { TextField } from '../parts/TextField';
import type { Problem } from '../problem';
import type { Absence } from '../session';
import { words } from '../words';

function inOwnWords(problem: Problem): Partial<Sending> {
  if (problem.status === 401) return { errors: { password: problem.message }, failed: null };
  if (problem.status === 429) return { failed: words.signIn.tooMany(waitWords(problem.wait)) };
  return {};
}

/* E-mail and password, where nobody is in. The address stays, so that the reader comes back to it. */
export function SignIn({ absence }: { absence: Absence }) {
  const [email, setEmail] = useState(absence.email ?? '');
  const [password, setPassword] = useState('');
  const { sending, send } = useSending(inOwnWords);
  const enter = async () => {
    const { noEmail, noPassword } = words.signIn;
    const missing = emptyOf({ email: [email, noEmail], password: [password, noPassword] });
    const problem = await send(missing, () => signIn({ email: email.trim(), password }));
    if (problem && problem.status !== 0) setPassword('');
  };
  return (
    <Door
      title={words.signIn.title}
      lede={words.signIn.lede[absence.why]}
      after={words.signIn.forgotten}
    >
      <Form
        sending={sending}
        submit={() => void enter()}
        actions={
          <Button look="primary" submit busy={sending.busy}>
            {sending.busy ? words.signIn.entering : words.signIn.enter}
          </Button>
        }
      >
        <TextField
          label={words.door.email}
          type="email"
          name="username"
          value={email}
          change={setEmail}
          error={sending.errors['email']}
        />
        <PasswordField
          label={words.door.password}
          name="current-password"
          value={password}
          change={setPassword}
          error={sending.errors['password']}
        />
      </Form>
    </Door>
  );
}
