import type { Person } from '../api';
import { gapWords, pastWords } from '../dates';
import { addressOf } from '../routes';
import { words } from '../words';
import { Avatar } from './Avatar';
import '../../styles/PersonRow.css';

interface Counted {
  name: string;
}

function LastHeard({ person }: { person: Person }) {
  if (!person.last_heard_at) return <span class="meta">{words.peoplePage.neverHeard}</span>;
  const quiet = person.quiet_from !== null && Date.parse(person.quiet_from) <= Date.now();
  return (
    <>
      <time dateTime={person.last_heard_at}>{pastWords(person.last_heard_at)}</time>
      {quiet && person.usual_gap_days !== null && (
        <span class="meta">{words.gap.usually(gapWords(person.usual_gap_days))}</span>
      )}
    </>
  );
}

/* One person among many. The whole row can be clicked; only the name takes the focus. */
export function PersonRow({ person }: { person: Person }) {
  const counted = person.known_by_counted as Counted | null;
  return (
    <tr class="person-row">
      <td>
        <div class="person-who">
          <Avatar id={person.id} name={person.reads_as ?? person.name} />
          <div>
            <a class="person-link" href={addressOf.person(person.id)}>
              <bdi>{person.name}</bdi>
            </a>
            <span class="meta">
              <bdi>{person.company}</bdi>
              {person.company && person.place && ', '}
              <bdi>{person.place}</bdi>
            </span>
          </div>
        </div>
      </td>
      <td class="person-likes" dir="auto">
        {person.prefers}
      </td>
      <td class="person-heard">
        <LastHeard person={person} />
      </td>
      <td class="person-known">{person.known_by_name ?? counted?.name}</td>
    </tr>
  );
}
