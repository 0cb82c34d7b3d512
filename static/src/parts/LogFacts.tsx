import { api } from '../api';
import type { Kind, Person } from '../api';
import type { Draft } from '../drafts';
import { useLoad } from '../load';
import type { Meant, Picked } from '../logging';
import type { Near } from '../problem';
import { addressOf } from '../routes';
import { words } from '../words';
import { Field } from './Field';
import { WithField } from './WithField';
import '../../styles/LogFacts.css';

export interface LogFieldProps {
  draft: Draft;
  change: (fields: Partial<Draft>) => void;
  errors: Record<string, string>;
}

function KindField({ draft, change, errors, kinds }: LogFieldProps & { kinds: Kind[] }) {
  return (
    <Field look="bare" label={words.logPage.kind} error={errors['kind']}>
      {(links) => (
        <select
          {...links}
          value={draft.kind}
          onChange={(event) => change({ kind: event.currentTarget.value })}
        >
          {kinds.map((kind) => (
            <option key={kind.id} value={kind.name}>
              {kind.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function WhenField({ draft, change, errors }: LogFieldProps) {
  return (
    <Field look="bare" label={words.logPage.when} error={errors['happened_at']}>
      {(links) => (
        <input
          {...links}
          type="datetime-local"
          value={draft.when}
          onInput={(event) => change({ when: event.currentTarget.value })}
        />
      )}
    </Field>
  );
}

function MinutesField({ draft, change, errors }: LogFieldProps) {
  return (
    <Field look="bare" label={words.logPage.minutes} error={errors['minutes']}>
      {(links) => (
        <span class="log-minutes">
          <input
            {...links}
            inputMode="numeric"
            autocomplete="off"
            placeholder="–"
            value={draft.minutes}
            onInput={(event) => change({ minutes: event.currentTarget.value.replace(/\D/g, '') })}
          />
          <span aria-hidden="true">{words.logPage.minutesUnit}</span>
        </span>
      )}
    </Field>
  );
}

function FixedPerson({ person }: { person: Person | null }) {
  return (
    <div class="field bare">
      <p class="log-fixed-label">{words.logPage.with}</p>
      <p class="log-fixed">
        <bdi>{person?.name ?? '…'}</bdi>
      </p>
      <a class="link meta" href={addressOf.log()}>
        {words.logPage.someoneElse}
      </a>
    </div>
  );
}

const never = new Promise<never>(() => undefined);

interface Props extends LogFieldProps {
  person: string | null;
  everybody: Person[];
  kinds: Kind[];
  meant: Meant[];
  picked: Picked;
  near: Near[];
  pick: (part: string, id: string) => void;
}

/* With whom, in which way, when and for how long. */
export function LogFacts(props: Props) {
  const { draft, change, errors, person, everybody, kinds, meant, picked, near, pick } = props;
  const fields = { draft, change, errors };
  const fixed = useLoad((signal) => (person ? api.person(person, signal) : never), [person]);
  return (
    <div class="log-facts">
      {person ? (
        <FixedPerson person={fixed.value} />
      ) : (
        <WithField
          value={draft.with}
          people={everybody}
          meant={meant}
          picked={picked}
          near={near}
          error={errors['people']}
          focused={!draft.with}
          change={(value) => change({ with: value })}
          pick={pick}
        />
      )}
      <KindField {...fields} kinds={kinds} />
      <WhenField {...fields} />
      <MinutesField {...fields} />
    </div>
  );
}
