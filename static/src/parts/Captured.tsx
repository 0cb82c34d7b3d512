import { useState } from 'preact/hooks';
import { dueWords } from '../dates';
import type { Logged } from '../logged';
import { mayWrite, useMe } from '../me';
import { words } from '../words';
import { Button } from './Button';
import { Notice } from './Notice';
import '../../styles/Captured.css';

function dueOf(logged: Logged, id: string): string {
  const promise = logged.conversation.promises.find((each) => each.id === id);
  const due = promise?.due_on ? dueWords(promise.due_on).text : promise?.due_words;
  return due ? `, ${due}` : '';
}

interface Props {
  logged: Logged;
  undo: () => Promise<void>;
  close: () => void;
}

/* What became of the note that was just saved, and the way to take it back. */
export function Captured({ logged, undo, close }: Props) {
  const [busy, setBusy] = useState(false);
  const me = useMe();
  const { captured, unresolved } = logged.conversation;
  const takeBack = () => {
    setBusy(true);
    void undo().finally(() => setBusy(false));
  };
  const actions = (
    <>
      {logged.change && mayWrite(me) && (
        <Button busy={busy} act={takeBack}>
          {busy ? words.saved.undoing : words.undo}
        </Button>
      )}
      <Button look="plain" act={close}>
        {words.close}
      </Button>
    </>
  );
  return (
    <Notice title={words.saved.title} actions={actions}>
      {captured.length === 0 && unresolved.length === 0 && <p>{words.saved.nothing}</p>}
      {captured.length > 0 && (
        <dl class="captured">
          {captured.map((item) => (
            <div key={item.id}>
              <dt>{item.kind === 'promise' ? words.timeline.promised : words.timeline.learned}</dt>
              <dd dir="auto">
                {item.text}
                <span class="meta">{dueOf(logged, item.id)}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {unresolved.length > 0 && (
        <>
          <p>{words.saved.unresolved}:</p>
          <ul class="captured-unresolved">
            {unresolved.map((line, place) => (
              <li key={place} dir="auto">
                {line}
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
