import { useCallback, useEffect, useState } from 'preact/hooks';
import { api } from '../api';
import type { Link } from '../api';
import { join } from '../entry';
import { emptyOf, useSending } from '../forms';
import { asProblem } from '../load';
import { Button, ButtonLink } from '../parts/Button';
import { Door } from '../parts/Door';
import { Form } from '../parts/Form';
import { Failure } from '../parts/Notice';
import { PasswordField } from '../parts/PasswordField';
import { Skeleton } from '../parts/Skeleton';
import { TextField } from '../parts/TextField';
import type { Problem } from '../problem';
import { addressOf, goInstead } from '../routes';
import { words } from '../words';

/* What stands behind the # of the link. It leaves the address at once, and is kept nowhere. */
function takeSecret(): string | null {
  const secret = location.hash.slice(1);
  if (secret) history.replaceState(null, '', addressOf.join());
  return secret || null;
}

/* The secret of this page's link. Another link may be pasted over the address of the page. */
function useSecret(): string | null {
  const [secret, setSecret] = useState(takeSecret);
  useEffect(() => {
    const another = () => setSecret((before) => takeSecret() ?? before);
    addEventListener('hashchange', another);
    return () => removeEventListener('hashchange', another);
  }, []);
  return secret;
}

type Looked = { link: Link | null; gone: boolean; problem: Problem | null };
const unlooked: Looked = { link: null, gone: false, problem: null };

function useLink(secret: string | null) {
  const [looked, setLooked] = useState<Looked>(unlooked);
  const ended = useCallback(() => setLooked({ ...unlooked, gone: true }), []);
  const look = useCallback(() => {
    setLooked({ ...unlooked, gone: !secret });
    if (!secret) return;
    api.linkOf(secret).then(
      ({ value }) => setLooked({ ...unlooked, link: value }),
      (fault: unknown) => {
        const problem = asProblem(fault);
        if (problem.status === 404) ended();
        else setLooked({ ...unlooked, problem });
      },
    );
  }, [secret]);
  useEffect(look, [look]);
  return { ...looked, look, ended };
}

interface FieldsProps {
  link: Link;
  secret: string;
  ended: () => void;
}

function JoinForm({ link, secret, ended }: FieldsProps) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { sending, send } = useSending();
  const said = words.join[link.sort];
  const asksName = link.sort === 'set-up';
  const submit = async () => {
    const missing = emptyOf({
      name: [asksName ? name : '-', words.join.noName],
      email: [link.email ?? email, words.signIn.noEmail],
      password: [password, words.join.noPassword],
    });
    const problem = await send(missing, async () => {
      await join({
        secret,
        password,
        ...(asksName ? { name: name.trim() } : {}),
        ...(link.email ? {} : { email: email.trim() }),
      });
      goInstead(addressOf.people());
    });
    if (problem?.status === 404) ended();
    else if (problem && problem.status !== 0) setPassword('');
  };
  return (
    <Door title={said.title(link.name ?? '')} lede={said.lede} after={said.after}>
      <Form
        sending={sending}
        submit={() => void submit()}
        actions={
          <Button look="primary" submit busy={sending.busy}>
            {sending.busy ? words.signIn.entering : said.button}
          </Button>
        }
      >
        {asksName && (
          <TextField
            label={words.join.name}
            name="name"
            value={name}
            change={setName}
            error={sending.errors['name']}
          />
        )}
        <TextField
          label={words.door.email}
          type="email"
          name="username"
          value={link.email ?? email}
          {...(link.email ? {} : { change: setEmail })}
          help={words.join.emailHelp}
          error={sending.errors['email']}
        />
        <PasswordField
          label={words.door.password}
          name="new-password"
          value={password}
          change={setPassword}
          help={words.join.passwordHelp}
          error={sending.errors['password']}
        />
      </Form>
    </Door>
  );
}

/* Whoever has a one-time link chooses a password with it, and is in. */
export function Join() {
  const secret = useSecret();
  const { link, gone, problem, look, ended } = useLink(secret);
  if (link && secret) return <JoinForm key={secret} link={link} secret={secret} ended={ended} />;
  const title = gone ? words.join.gone : words.product;
  return (
    <Door title={title} {...(gone ? { lede: secret ? words.join.ended : words.join.absent } : {})}>
      {gone && <ButtonLink to={addressOf.people()}>{words.join.open}</ButtonLink>}
      {problem && <Failure problem={problem} again={look} />}
      {!gone && !problem && <Skeleton rows={4} />}
    </Door>
  );
}
