import type { ComponentChildren } from 'preact';
import type { Conversation, Promised } from '../api';
import { dueWords, fullMoment, lengthWords, marginDay, summaryDay } from '../dates';
import { addressOf } from '../routes';
import { words } from '../words';
import { Prose } from './Prose';
import { Turns } from './Turns';
import '../../styles/Entry.css';

interface Props {
  conversation: Conversation;
  person: string;
  atHand: boolean;
}

function whoSpoke(conversation: Conversation): string {
  const names = (parties: { name: string | null }[]) =>
    words.and(parties.map((party) => party.name ?? ''));
  const people = names(conversation.people);
  const members = names(conversation.members);
  if (!people || !members) return people || members;
  /* A message has a direction and no length. */
  if (conversation.direction && conversation.minutes === null) {
    const fromThem = conversation.direction === 'in';
    return fromThem ? words.timeline.letter(people, members) : words.timeline.letter(members, people);
  }
  return words.timeline.talk(members, people);
}

function promiseState(promise: Promised): string {
  if (promise.state === 'kept' && promise.closed_at)
    return `${words.promise.keptState} ${summaryDay(promise.closed_at)}`;
  if (promise.state !== 'open') return words.promise.releasedState;
  const due = promise.due_on ? dueWords(promise.due_on).text : promise.due_words;
  return [due, promise.by_name && words.promise.by(promise.by_name)].filter(Boolean).join(', ');
}

function Side({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{title}</dt>
      {children}
    </div>
  );
}

function WhatFollowed({ conversation, person }: { conversation: Conversation; person: string }) {
  const { facts, promises, themes } = conversation;
  if (!facts.length && !promises.length && !themes.length) return null;
  return (
    <dl class="entry-side">
      {facts.length > 0 && (
        <Side title={words.timeline.learned}>
          {facts.map((fact) => (
            <dd key={fact.id} dir="auto">
              {fact.text}
            </dd>
          ))}
        </Side>
      )}
      {promises.length > 0 && (
        <Side title={words.timeline.promised}>
          {promises.map((promise) => (
            <dd key={promise.id} dir="auto">
              <span class={promise.state === 'open' ? 'open' : undefined}>{promise.text}</span>
              {promiseState(promise) && <span class="meta">, {promiseState(promise)}</span>}
            </dd>
          ))}
        </Side>
      )}
      {themes.length > 0 && (
        <Side title={words.timeline.themes}>
          <dd class="entry-themes">
            {themes.map((theme) => (
              <a
                key={theme.id}
                class="theme"
                href={addressOf.person(person, { theme: theme.id })}
              >
                {theme.name}
              </a>
            ))}
          </dd>
        </Side>
      )}
    </dl>
  );
}

/* One conversation: the margin says when, the page says what. */
export function Entry({ conversation, person, atHand }: Props) {
  const when = marginDay(conversation.happened_at);
  const who = whoSpoke(conversation);
  const length = conversation.minutes ? `, ${lengthWords(conversation.minutes)}` : '';
  return (
    <li>
      <article
        class={`entry${atHand ? ' at-hand' : ''}`}
        id={conversation.id}
        tabIndex={-1}
        aria-labelledby={`${conversation.id}-title`}
      >
        <time
          class="entry-when"
          dateTime={conversation.happened_at}
          title={fullMoment(conversation.happened_at)}
        >
          <b>{when.day}</b> {when.time}
        </time>
        <div class="entry-body">
          <h3 id={`${conversation.id}-title`}>
            <b>{conversation.kind}</b>
            {length}
            {who && <span class="entry-who">{who}</span>}
          </h3>
          {conversation.body_html ? (
            <Prose html={conversation.body_html} />
          ) : (
            <p class="entry-summary" dir="auto">
              {conversation.summary}
            </p>
          )}
          <Turns turns={conversation.turns} />
          <WhatFollowed conversation={conversation} person={person} />
        </div>
      </article>
    </li>
  );
}
