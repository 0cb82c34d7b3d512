import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { api } from '../api';
import type { Kind, Person } from '../api';
import { timeOf } from '../dates';
import type { Draft } from '../drafts';
import { isSave, saveKeys, useKey } from '../keys';
import { useLoad } from '../load';
import { meantBy } from '../logging';
import type { Picked } from '../logging';
import { mayWrite, useMe } from '../me';
import { Button } from '../parts/Button';
import { Field } from '../parts/Field';
import { Heading } from '../parts/Heading';
import { LogFacts } from '../parts/LogFacts';
import type { LogFieldProps } from '../parts/LogFacts';
import { Marks } from '../parts/Marks';
import { Notice } from '../parts/Notice';
import { usePeople } from '../people';
import { addressOf, go, goBack } from '../routes';
import { useDraft, useSaving } from '../saving';
import type { Saving } from '../saving';
import { fold } from '../text';
import { words } from '../words';
import '../../styles/Log.css';

interface Props {
  with: string | null;
}

function Words({ draft, change, errors, focused }: LogFieldProps & { focused: boolean }) {
  return (
    <div class="log-said">
      <Field look="bare" label={words.logPage.said} error={errors['body']}>
        {(links) => (
          <textarea
            {...links}
            rows={12}
            autofocus={focused}
            dir="auto"
            value={draft.body}
            onInput={(event) => change({ body: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}

function Summary({ draft, change, errors }: LogFieldProps) {
  return (
    <div class="log-line">
      <Field
        look="bare"
        label={words.logPage.summary}
        error={errors['summary']}
        help={words.logPage.summaryHelp}
      >
        {(links) => (
          <textarea
            {...links}
            rows={2}
            maxLength={300}
            placeholder={words.logPage.summaryHint}
            dir="auto"
            value={draft.summary}
            onInput={(event) => change({ summary: event.currentTarget.value.replace(/\n/g, ' ') })}
          />
        )}
      </Field>
    </div>
  );
}

interface BarProps {
  draft: Draft;
  saving: Saving;
  discard: () => void;
}

function draftWords(draft: Draft): string {
  return draft.at ? words.logPage.draft(timeOf(new Date(draft.at))) : words.logPage.noDraft;
}

function Bar({ draft, saving, discard }: BarProps) {
  return (
    <footer class="log-bar">
      <div class="log-bar-in">
        <p class={saving.failed ? 'log-state failed' : 'log-state'} role="status">
          {saving.failed ?? draftWords(draft)}
        </p>
        <Button look="plain" act={discard}>
          {words.logPage.discard}
        </Button>
        <Button
          look="primary"
          submit
          busy={saving.busy}
          shortcut={{ key: 'Control+Enter', shown: saveKeys }}
        >
          {saving.busy ? words.logPage.saving : words.logPage.save}
        </Button>
      </div>
    </footer>
  );
}

function Frame({ close, children }: { close: () => void; children: ComponentChildren }) {
  useKey('Escape', close, true);
  return (
    <div class="log-frame">
      <header class="log-top">
        <div class="log-top-in">
          <Heading title={words.logPage.title} takesFocus={false} />
          <Button look="plain" act={close} shortcut={{ key: 'Escape', shown: 'Esc' }}>
            {words.close}
          </Button>
        </div>
      </header>
      {children}
    </div>
  );
}

/* The kinds of the team; the first one is chosen until somebody chooses. */
function useKindChoice(draft: Draft): { kinds: Kind[]; kind: string } {
  const { value } = useLoad((signal) => api.kinds(signal), []);
  const kinds = value?.items ?? [];
  return { kinds, kind: draft.kind || (kinds[0]?.name ?? '') };
}

/* Everybody, page by page: a name is only new when nobody here bears it. */
function useEverybody(wanted: boolean): Person[] {
  const { people, more } = usePeople();
  useEffect(() => {
    if (wanted && more) more();
  }, [wanted, more]);
  return people ?? [];
}

function Form({ with: person }: Props) {
  const { draft: kept, change, discard } = useDraft(person);
  const { kinds, kind } = useKindChoice(kept);
  const draft = { ...kept, kind };
  const everybody = useEverybody(!person);
  const meant = useMemo(() => meantBy(draft.with, everybody), [draft.with, everybody]);
  const [picked, setPicked] = useState<Picked>({});
  const { saving, save } = useSaving(draft, person, meant, picked);
  const fields = { draft, change, errors: saving.errors };
  useEffect(() => {
    document.querySelector<HTMLElement>('.log [aria-invalid]')?.focus();
  }, [saving.errors]);
  const onSave = (event: Event) => {
    event.preventDefault();
    void save();
  };
  return (
    <form
      class="log"
      noValidate
      onSubmit={onSave}
      onKeyDown={(event) => isSave(event) && onSave(event)}
    >
      <main class="log-page" id="main">
        <LogFacts
          {...fields}
          person={person}
          everybody={everybody}
          kinds={kinds}
          meant={meant}
          picked={picked}
          near={saving.near}
          pick={(part, id) => setPicked({ ...picked, [fold(part)]: id })}
        />
        <div class="log-words">
          <Words {...fields} focused={person !== null || draft.with !== ''} />
          <div class="log-aside">
            <Summary {...fields} />
            <Marks />
          </div>
        </div>
      </main>
      <Bar draft={kept} saving={saving} discard={discard} />
    </form>
  );
}

/* A conversation is written down. */
export function Log({ with: person }: Props) {
  const me = useMe();
  const back = person ? addressOf.person(person) : addressOf.people();
  const close = useCallback(() => goBack(back), [back]);
  return (
    <Frame close={close}>
      {me && !mayWrite(me) ? (
        <main class="log-page" id="main">
          <Notice
            title={words.logPage.notYours}
            actions={<Button act={() => go(back)}>{words.close}</Button>}
          />
        </main>
      ) : (
        <Form key={person ?? 'new'} with={person} />
      )}
    </Frame>
  );
}
