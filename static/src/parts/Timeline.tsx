import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../api';
import type { Conversation, Page, Person, TimelineFilter } from '../api';
import { mayWrite, useMe } from '../me';
import { asProblem, useLoad } from '../load';
import { addressOf, go } from '../routes';
import { countWords, shortName } from '../text';
import { toast } from '../toasts';
import { words } from '../words';
import { Button } from './Button';
import { Entry } from './Entry';
import { Failure } from './Notice';
import { Key } from './Key';
import { Skeleton } from './Skeleton';
import '../../styles/Timeline.css';

interface Props {
  person: Person;
  filter: TimelineFilter;
  version: number;
  atHand: string | null;
  above?: ComponentChildren;
}

/* The pages read so far as one. */
function useTimeline(person: string, filter: TimelineFilter, version: number) {
  const inputs = [person, filter.kind, filter.member, filter.theme, version];
  const first = useLoad((signal) => api.timeline(person, filter, signal), inputs);
  const [page, setPage] = useState<Page<Conversation> | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => setPage(first.value), [first.value]);
  const older = async () => {
    if (!page?.next) return;
    setBusy(true);
    try {
      const next = await api.older(page.next);
      setPage({ ...next, items: [...page.items, ...next.items] });
    } catch (fault) {
      toast({ text: asProblem(fault).message });
    }
    setBusy(false);
  };
  return { page, problem: first.problem, stale: first.busy, reload: first.reload, older, busy };
}

/* The kinds seen so far, so that a filter does not hide the others. */
function useKinds(page: Page<Conversation> | null, chosen: string | undefined): string[] {
  const [kinds, setKinds] = useState<string[]>([]);
  useEffect(() => {
    const seen = [...kinds, ...(page?.items.map((item) => item.kind) ?? [])];
    if (chosen) seen.push(chosen);
    const each = [...new Set(seen)];
    if (each.length !== kinds.length) setKinds(each);
  }, [page, chosen]);
  return kinds;
}

interface WordProps {
  chosen: boolean;
  act: () => void;
  children: ComponentChildren;
}

function Word({ chosen, act, children }: WordProps) {
  return (
    <button type="button" aria-pressed={chosen} onClick={act}>
      {children}
    </button>
  );
}

function Filters({ person, filter, page }: Pick<Props, 'person' | 'filter'> & {
  page: Page<Conversation> | null;
}) {
  const kinds = useKinds(page, filter.kind);
  const narrow = (next: TimelineFilter) => () => go(addressOf.person(person.id, next));
  const narrowed = filter.kind ?? filter.member ?? filter.theme;
  return (
    <div class="timeline-filters no-print" role="group" aria-label={words.timeline.title}>
      <Word chosen={!narrowed} act={narrow({})}>
        {words.timeline.everything} <span class="meta">{countWords(person.conversations)}</span>
      </Word>
      {kinds.map((kind) => (
        <Word key={kind} chosen={filter.kind === kind} act={narrow({ kind })}>
          <span class="timeline-kind">{kind}</span>
        </Word>
      ))}
      {(filter.theme || filter.member) && (
        <button type="button" class="timeline-chip" onClick={narrow({})}>
          {chipWords(filter, page)} <span aria-hidden="true">×</span>
          <span class="hidden-words">{words.timeline.clear}</span>
        </button>
      )}
    </div>
  );
}

/* A filter knows an id; its name stands in what it found. */
function chipWords(filter: TimelineFilter, page: Page<Conversation> | null): string {
  const parties = page?.items.flatMap((item) => item.members) ?? [];
  const themes = page?.items.flatMap((item) => item.themes) ?? [];
  const member = parties.find((party) => party.id === filter.member)?.name;
  const theme = themes.find((each) => each.id === filter.theme)?.name;
  if (theme) return `#${theme}`;
  return member ? words.timeline.with(member) : words.timeline.only;
}

function Compose({ person }: { person: Person }) {
  return (
    <a class="timeline-compose no-print" href={addressOf.log(person.id)}>
      <span class="timeline-question">{words.timeline.compose(shortName(person))}</span>
      <span class="timeline-hint">
        <span>{words.timeline.composeHint}</span>
        <span class="wide-only">
          <Key name="c" /> {words.timeline.composeKey}
        </span>
      </span>
    </a>
  );
}

/* Everything said with a person, newest first, beside the rule. */
export function Timeline({ person, filter, version, atHand, above }: Props) {
  const me = useMe();
  const { page, problem, stale, reload, older, busy } = useTimeline(person.id, filter, version);
  const narrowed = filter.kind || filter.member || filter.theme;
  return (
    <section class="timeline" aria-labelledby="timeline-title">
      <h2 class="hidden-words" id="timeline-title">
        {words.timeline.title}
      </h2>
      <div class="timeline-above">
        <Filters person={person} filter={filter} page={page} />
        {above}
        {mayWrite(me) && <Compose person={person} />}
        {problem && <Failure problem={problem} again={reload} />}
        {!page && !problem && <Skeleton rows={6} />}
        {page?.items.length === 0 && (
          <p class="timeline-empty">
            {narrowed ? words.timeline.none : words.timeline.first(shortName(person))}
          </p>
        )}
      </div>
      <ol aria-busy={stale}>
        {page?.items.map((conversation) => (
          <Entry
            key={conversation.id}
            conversation={conversation}
            person={person.id}
            atHand={conversation.id === atHand}
          />
        ))}
      </ol>
      {page?.next && (
        <div class="timeline-above no-print">
          <Button busy={busy} act={older}>
            {busy ? words.timeline.olderBusy : words.timeline.older}
          </Button>
        </div>
      )}
    </section>
  );
}
