import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { api } from '../api';
import type { Brief as BriefTold, Fact, Promised, Recent } from '../api';
import { fullMoment, summaryDay } from '../dates';
import { addressOf } from '../routes';
import { countWords, shortName } from '../text';
import { toast } from '../toasts';
import { words } from '../words';
import { asProblem } from '../load';
import { PromiseRow } from './PromiseRow';
import '../../styles/Brief.css';

interface Props {
  brief: BriefTold;
  keep: (promise: Promised) => void;
  reopen: (promise: Promised) => void;
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Remember({ brief }: { brief: BriefTold }) {
  const [all, setAll] = useState<Fact[] | null>(null);
  const facts = all ?? brief.facts;
  const hidden = brief.fact_count.count - facts.length;
  const showAll = () =>
    api.facts(brief.fact_count.href).then(
      (page) => setAll(page.items),
      (fault) => toast({ text: asProblem(fault).message }),
    );
  if (facts.length === 0) return <p class="brief-nothing">{words.brief.nothing}</p>;
  return (
    <>
      <ul class="brief-facts">
        {facts.map((fact) => (
          <li key={fact.id} dir="auto">
            {fact.text}
          </li>
        ))}
      </ul>
      {hidden > 0 && !all && (
        <button type="button" class="link meta" onClick={showAll}>
          {words.brief.more(hidden)}
        </button>
      )}
    </>
  );
}

function LastRow({ recent }: { recent: Recent }) {
  const line = recent.summary ?? recent.sentence ?? recent.kind;
  return (
    <li>
      {recent.happened_at && (
        <time dateTime={recent.happened_at} title={fullMoment(recent.happened_at)}>
          {summaryDay(recent.happened_at)}
        </time>
      )}
      <a href={`#${recent.id}`} dir="auto">
        {line}
      </a>
    </li>
  );
}

function Themes({ brief, person }: { brief: BriefTold; person: string }) {
  return (
    <ul class="brief-themes">
      {brief.themes.map((theme) => (
        <li key={theme.id}>
          <a class="theme" href={addressOf.person(person, { theme: theme.id })}>
            {theme.name}
          </a>{' '}
          <span class="meta">{countWords(theme.times)}</span>
        </li>
      ))}
    </ul>
  );
}

/* Before you reply: what to remember, what we promised, what was last, what came up. */
export function Brief({ brief, keep, reopen }: Props) {
  const person = brief.person;
  if (!person) return null;
  return (
    <aside class="brief" aria-labelledby="brief-title">
      <h2 id="brief-title">{words.brief.title}</h2>
      <Part title={words.brief.remember}>
        <Remember brief={brief} />
      </Part>
      {brief.promises.length > 0 && (
        <Part title={words.brief.promises}>
          <ul>
            {brief.promises.map((promise) => (
              <PromiseRow key={promise.id} promise={promise} keep={keep} reopen={reopen} />
            ))}
          </ul>
        </Part>
      )}
      {brief.recent.length > 0 && (
        <Part title={words.brief.last(brief.recent.length)}>
          <ul class="brief-last">
            {brief.recent.map((recent) => (
              <LastRow key={recent.id} recent={recent} />
            ))}
          </ul>
        </Part>
      )}
      {brief.themes.length > 0 && (
        <Part title={words.brief.themes(shortName(person))}>
          <Themes brief={brief} person={person.id} />
        </Part>
      )}
    </aside>
  );
}
