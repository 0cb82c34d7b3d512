import { useId, useState } from 'preact/hooks';
import type { Person } from '../api';
import type { Meant, Picked } from '../logging';
import type { Near } from '../problem';
import { fold } from '../text';
import { words } from '../words';
import { Field } from './Field';
import '../../styles/WithField.css';

interface Props {
  value: string;
  people: Person[];
  meant: Meant[];
  picked: Picked;
  near: Near[];
  error: string | undefined;
  focused: boolean;
  change: (value: string) => void;
  pick: (part: string, id: string) => void;
}

/* Who might be meant by a part: those with that name here, or those the server told. */
function choicesOf(meant: Meant[], picked: Picked, near: Near[]): { part: string; near: Near[] } | null {
  const open = meant.find((each) => each.people.length > 1 && !picked[fold(each.part)]);
  if (open) {
    const people = open.people.map(({ id, name, company }) => ({ id, name, company }));
    return { part: open.part, near: people };
  }
  const sent = meant.find((each) => each.email && !picked[fold(each.part)]) ?? meant[0];
  return near.length > 0 && sent ? { part: sent.part, near } : null;
}

function Understood({ meant, picked }: { meant: Meant[]; picked: Picked }) {
  const lines = meant
    .filter((each) => !each.email && each.people.length < 2 && !picked[fold(each.part)])
    .map((each) => {
      const person = each.people[0];
      return person ? words.logPage.known(person.company) : words.logPage.fresh(each.name);
    });
  return <>{lines.join(' ')}</>;
}

/* With whom: a name or an e-mail, several behind commas. Names in the logbook are offered. */
export function WithField({ value, people, meant, picked, near, error, focused, change, pick }: Props) {
  const list = useId();
  const [typing, setTyping] = useState(false);
  const choices = choicesOf(meant, picked, near);
  return (
    <div class="with-field">
      <Field
        look="bare"
        label={words.logPage.with}
        error={error}
        help={!typing && value && <Understood meant={meant} picked={picked} />}
      >
        {(links) => (
          <input
            {...links}
            list={list}
            autocomplete="off"
            autofocus={focused}
            placeholder={words.logPage.withHint}
            value={value}
            onFocus={() => setTyping(true)}
            onBlur={() => setTyping(false)}
            onInput={(event) => change(event.currentTarget.value)}
          />
        )}
      </Field>
      <datalist id={list}>
        {people.map((person) => (
          <option key={person.id} value={person.name}>
            {person.company}
          </option>
        ))}
      </datalist>
      {choices && (
        <ul class="with-choices">
          {choices.near.map((person) => (
            <li key={person.id}>
              <button type="button" class="link" onClick={() => pick(choices.part, person.id)}>
                <bdi>{person.name}</bdi>
                {person.company && <bdi>{`, ${person.company}`}</bdi>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
