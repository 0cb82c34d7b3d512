import type { Promised } from '../api';
import { dueWords } from '../dates';
import { mayWrite, useMe } from '../me';
import { words } from '../words';
import '../../styles/PromiseRow.css';

interface Props {
  promise: Promised;
  keep: (promise: Promised) => void;
  reopen: (promise: Promised) => void;
}

function Due({ promise }: { promise: Promised }) {
  if (!promise.due_on) return <>{promise.due_words && <span>{promise.due_words}</span>}</>;
  const due = dueWords(promise.due_on);
  return (
    <time dateTime={promise.due_on} class={due.near ? 'near' : undefined}>
      {due.text}
      {promise.due_time && ` ${words.promise.at(promise.due_time)}`}
    </time>
  );
}

/* A promise with its circle: a click or Space says that it is kept. */
export function PromiseRow({ promise, keep, reopen }: Props) {
  const me = useMe();
  const kept = promise.state === 'kept';
  const name = promise.by && promise.by === me?.id ? words.promise.you : promise.by_name;
  return (
    <li class={`promise${kept ? ' kept' : ''}`}>
      <button
        type="button"
        role="checkbox"
        class="promise-circle"
        aria-checked={kept}
        aria-label={words.promise.keep(promise.text)}
        disabled={!mayWrite(me)}
        onClick={() => (kept ? reopen(promise) : keep(promise))}
      />
      <div>
        <p class="promise-text" dir="auto">
          {promise.text}
        </p>
        <p class="promise-due">
          <Due promise={promise} />
          {name && <span>{words.promise.by(name)}</span>}
        </p>
      </div>
    </li>
  );
}
