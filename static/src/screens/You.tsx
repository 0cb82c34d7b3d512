import { useState } from 'preact/hooks';
import { api } from '../api';
import type { Me, Session } from '../api';
import { browserOf } from '../browsers';
import { pastWords } from '../dates';
import { signOut } from '../entry';
import { emptyOf, useSending } from '../forms';
import { Button } from '../parts/Button';
import { Form } from '../parts/Form';
import { focusHeading, Heading } from '../parts/Heading';
import { PasswordField } from '../parts/PasswordField';
import { Row } from '../parts/Row';
import { Rows } from '../parts/Rows';
import { SelectField } from '../parts/SelectField';
import { TextField } from '../parts/TextField';
import { usePages } from '../pages';
import type { Pages } from '../pages';
import { isIn } from '../session';
import { toast, toastFault } from '../toasts';
import { words } from '../words';
import '../../styles/You.css';

/* Every zone that this browser knows, and the one that is kept. */
function zonesWith(kept: string) {
  const known = Intl.supportedValuesOf('timeZone');
  const all = kept && !known.includes(kept) ? [kept, ...known] : known;
  const named = all.map((zone) => ({ value: zone, text: zone.replace(/_/g, ' ') }));
  return [{ value: '', text: words.you.noZone }, ...named];
}

function AboutYou({ me }: { me: Me }) {
  const [name, setName] = useState(me.name ?? '');
  const [language, setLanguage] = useState(me.language ?? '');
  const [zone, setZone] = useState(me.time_zone ?? '');
  const { sending, send } = useSending();
  const save = () =>
    send(emptyOf({ name: [name, words.join.noName] }), async () => {
      const { value } = await api.changeMe({
        name: name.trim(),
        language: language.trim() || null,
        time_zone: zone || null,
      });
      isIn(value);
      toast({ text: words.you.saved });
    });
  return (
    <Form
      sending={sending}
      submit={() => void save()}
      actions={
        <Button submit busy={sending.busy}>
          {sending.busy ? words.saving : words.save}
        </Button>
      }
    >
      <TextField
        label={words.join.name}
        name="name"
        value={name}
        change={setName}
        help={words.you.nameHelp}
        error={sending.errors['name']}
      />
      <TextField
        label={words.you.language}
        value={language}
        change={setLanguage}
        help={words.you.languageHelp}
        error={sending.errors['language']}
      />
      <SelectField
        label={words.you.zone}
        value={zone}
        choices={zonesWith(zone)}
        change={setZone}
        help={words.you.zoneHelp}
        error={sending.errors['time_zone']}
      />
    </Form>
  );
}

function NewPassword({ me, changed }: { me: Me; changed: () => void }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const { sending, send } = useSending();
  const save = async () => {
    const missing = emptyOf({
      current: [current, words.signIn.noPassword],
      password: [password, words.join.noPassword],
    });
    const problem = await send(missing, async () => {
      await api.changePassword({ current, password });
      setCurrent('');
      setPassword('');
      toast({ text: words.you.passwordKept });
      changed();
    });
    if (problem?.status === 422 && problem.faults.some(({ pointer }) => pointer === '/current'))
      setCurrent('');
  };
  return (
    <Form
      sending={sending}
      submit={() => void save()}
      actions={
        <Button submit busy={sending.busy}>
          {sending.busy ? words.saving : words.you.keepPassword}
        </Button>
      }
    >
      <input hidden name="username" autocomplete="username" readOnly value={me.email ?? ''} />
      <PasswordField
        label={words.you.current}
        name="current-password"
        value={current}
        change={setCurrent}
        error={sending.errors['current']}
      />
      <PasswordField
        label={words.you.password}
        name="new-password"
        value={password}
        change={setPassword}
        help={words.join.passwordHelp}
        error={sending.errors['password']}
      />
    </Form>
  );
}

function SessionRow({ session, reload }: { session: Session; reload: () => void }) {
  const [busy, setBusy] = useState(false);
  const name = browserOf(session.browser) ?? words.you.someBrowser;
  const end = async () => {
    setBusy(true);
    try {
      await api.endSession(session.id);
      toast({ text: words.you.ended(name) });
      focusHeading();
      reload();
    } catch (fault) {
      setBusy(false);
      toastFault(fault);
    }
  };
  return (
    <Row
      title={name}
      about={[
        session.current && <b>{words.you.thisOne}</b>,
        session.address,
        session.created_at && words.you.since(pastWords(session.created_at)),
        session.last_seen_at && words.you.seen(pastWords(session.last_seen_at)),
      ]}
      actions={
        !session.current && (
          <Button busy={busy} label={words.you.endThis(name)} act={() => void end()}>
            {words.you.end}
          </Button>
        )
      }
    />
  );
}

function Sessions({ pages }: { pages: Pages<Session> }) {
  return (
    <Rows pages={pages} none={words.you.nowhere}>
      {(session) => <SessionRow key={session.id} session={session} reload={pages.reload} />}
    </Rows>
  );
}

/* What somebody sets for themselves. */
export function You({ me }: { me: Me }) {
  const sessions = usePages((next, signal) => api.sessions(me.id, next, signal), [me.id]);
  return (
    <>
      <Heading title={words.settings.parts.you}>
        {words.settings.parts.you}
        <small>{me.email}</small>
      </Heading>
      <section class="settings-section you-form">
        <AboutYou me={me} />
      </section>
      <section class="settings-section you-form">
        <h2>{words.you.passwordTitle}</h2>
        <p class="settings-lede">{words.you.passwordLede}</p>
        <NewPassword me={me} changed={sessions.reload} />
      </section>
      <section class="settings-section">
        <h2>{words.you.sessions}</h2>
        <Sessions pages={sessions} />
      </section>
      <section class="settings-section">
        <Button act={() => void signOut().catch(toastFault)}>{words.signOut}</Button>
      </section>
    </>
  );
}
