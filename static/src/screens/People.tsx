import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Field } from '../parts/Field';
import { Heading } from '../parts/Heading';
import { Failure } from '../parts/Notice';
import { PersonRow } from '../parts/PersonRow';
import { Skeleton } from '../parts/Skeleton';
import { Button } from '../parts/Button';
import type { Person } from '../api';
import { useKey } from '../keys';
import { usePeople } from '../people';
import { fold } from '../text';
import { words } from '../words';
import '../../styles/People.css';

function isAbout(person: Person, wanted: string): boolean {
  const handles = person.handles.map((handle) => handle.value);
  const texts = [person.name, person.reads_as, person.company, person.place, ...person.tags, ...handles];
  return texts.some((text) => text !== null && fold(text).includes(wanted));
}

function Rows({ people }: { people: Person[] }) {
  return (
    <table class="people">
      <thead>
        <tr>
          <th scope="col">{words.peoplePage.name}</th>
          <th scope="col">{words.peoplePage.prefers}</th>
          <th scope="col">{words.peoplePage.lastHeard}</th>
          <th scope="col">{words.peoplePage.knownBy}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </tbody>
    </table>
  );
}

/* Everybody by name, narrowed while somebody types. */
export function People({ find }: { find: boolean }) {
  const { people, all, problem, more, reload } = usePeople();
  const [filter, setFilter] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useKey('/', useCallback(() => field.current?.focus(), []));
  useEffect(() => {
    if (find) field.current?.focus();
  }, [find]);
  const wanted = fold(filter);
  const shown = people?.filter((person) => !wanted || isAbout(person, wanted)) ?? [];
  useEffect(() => {
    if (wanted && more) more();
  }, [wanted, more]);
  return (
    <main class="page" id="main" tabIndex={-1}>
      <div class="people-head">
        <Heading title={words.peoplePage.title}>
          {words.peoplePage.title}
          {all && <small>{wanted ? words.peoplePage.of(shown.length, all) : all}</small>}
        </Heading>
        <Field label={words.peoplePage.filter}>
          {(links) => (
            <input
              {...links}
              ref={field}
              type="search"
              autocomplete="off"
              aria-keyshortcuts="/"
              value={filter}
              onInput={(event) => setFilter(event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      <p class="hidden-words" role="status">
        {wanted && people && words.peoplePage.found(shown.length)}
      </p>
      {problem && <Failure problem={problem} again={reload} />}
      {!people && !problem && <Skeleton rows={9} />}
      {people?.length === 0 && <p class="people-none">{words.peoplePage.none}</p>}
      {wanted && people && shown.length === 0 && (
        <p class="people-none">{words.peoplePage.nobody(filter.trim())}</p>
      )}
      {shown.length > 0 && <Rows people={shown} />}
      {more && !wanted && (
        <div class="people-more">
          <Button act={more}>{words.peoplePage.more}</Button>
        </div>
      )}
    </main>
  );
}
