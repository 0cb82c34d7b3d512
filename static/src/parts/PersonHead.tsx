import { useEffect, useState } from 'preact/hooks';
import { api } from '../api';
import type { Person } from '../api';
import { clockThere, gapWords, pastWords, sinceMonth, summaryDay } from '../dates';
import { asProblem } from '../load';
import { mayWrite, useMe } from '../me';
import { addressOf } from '../routes';
import { countWords } from '../text';
import { toast } from '../toasts';
import { words } from '../words';
import { Avatar } from './Avatar';
import { Heading } from './Heading';
import '../../styles/PersonHead.css';

const minute = 60_000;

/* Now, again each minute. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), minute);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Preference({ person }: { person: Person }) {
  const now = useNow();
  const place = words.person.place(person.place);
  const clock = person.time_zone ? clockThere(person.time_zone, place, now) : null;
  const prefers = person.prefers?.replace(/\.$/, '');
  if (!prefers && !clock) return null;
  return (
    <p class="person-prefers">
      {prefers && `${words.person.prefers(prefers)}. `}
      {clock && (
        <span>
          {words.clock.before}
          <b>{clock.time}</b>
          {clock.after}
        </span>
      )}
    </p>
  );
}

const protocols: Record<string, string> = { email: 'mailto:', phone: 'tel:' };

function addressOfHandle(kind: string, value: string): string | null {
  if (kind === 'url') return /^https?:\/\//i.test(value) ? value : null;
  const protocol = protocols[kind];
  return protocol ? protocol + (kind === 'phone' ? value.replace(/[^+\d]/g, '') : value) : null;
}

function Handle({ kind, value }: { kind: string; value: string }) {
  const address = addressOfHandle(kind, value);
  if (!address) return <li>{`${kind} ${value}`}</li>;
  return (
    <li>
      <a class="link" href={address} rel="noreferrer">
        {value.replace(/^https?:\/\//i, '')}
      </a>
    </li>
  );
}

interface Counted {
  id: string;
  name: string;
  conversations: { count: number; more: boolean };
}

function KnownBy({ person }: { person: Person }) {
  const counted = person.known_by_counted as Counted | null;
  const name = person.known_by_name ?? counted?.name;
  if (!name) return null;
  const sameMember = counted && counted.name === name;
  return (
    <li>
      {words.person.bestKnown} {name}
      {sameMember && (
        <>
          {', '}
          <a class="link" href={addressOf.person(person.id, { member: counted.id })}>
            {words.person.talks(countWords(counted.conversations), countWords(person.conversations))}
          </a>
        </>
      )}
    </li>
  );
}

function Quiet({ person, changed }: { person: Person; changed: () => void }) {
  const me = useMe();
  const now = Date.now();
  const quietFrom = person.quiet_from ? Date.parse(person.quiet_from) : Infinity;
  const rested = person.rested_until ? Date.parse(person.rested_until) : 0;
  if (rested > now && person.rested_until)
    return <li>{words.person.rested(summaryDay(person.rested_until))}</li>;
  if (quietFrom > now || !person.last_heard_at || !person.usual_gap_days) return null;
  const notNow = () =>
    api.rest(person.id).then(
      ({ change }) => {
        changed();
        if (change) toast({ text: words.person.notNow, action: undoing(change, changed) });
      },
      (fault) => toast({ text: asProblem(fault).message }),
    );
  return (
    <li>
      {words.person.quiet(pastWords(person.last_heard_at), gapWords(person.usual_gap_days))}{' '}
      {mayWrite(me) && (
        <button type="button" class="link" onClick={notNow}>
          {words.person.notNow}
        </button>
      )}
    </li>
  );
}

function undoing(change: number, changed: () => void) {
  return {
    label: words.undo,
    act: () => {
      api.undo(change).then(changed, (fault) => toast({ text: asProblem(fault).message }));
    },
  };
}

/* Who this is, how they like to be reached, and who knows them. */
export function PersonHead({ person, changed }: { person: Person; changed: () => void }) {
  return (
    <header class="person-head">
      <Avatar large id={person.id} name={person.reads_as ?? person.name} />
      <div class="person-name">
        <Heading title={person.name}>
          <bdi>{person.name}</bdi>
          {(person.company || person.place) && (
            <small>
              <bdi>{person.company}</bdi>
              {person.company && person.place && ', '}
              <bdi>{person.place}</bdi>
            </small>
          )}
        </Heading>
      </div>
      <div class="person-more">
        <Preference person={person} />
        <ul class="person-reach">
          {person.handles.map((handle) => (
            <Handle key={handle.kind + handle.value} kind={handle.kind} value={handle.value} />
          ))}
          <KnownBy person={person} />
          {person.since && <li class="wide-only">{words.person.since(sinceMonth(person.since))}</li>}
          <Quiet person={person} changed={changed} />
        </ul>
      </div>
    </header>
  );
}
