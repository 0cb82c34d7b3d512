import type { Conversation } from '../api';
import { words } from '../words';
import '../../styles/Turns.css';

/* The messages of a chat or a thread, folded away beneath what we wrote about them. */
export function Turns({ turns }: { turns: Conversation['turns'] }) {
  if (!turns || turns.length === 0) return null;
  return (
    <details class="turns">
      <summary>{words.timeline.turns(turns.length)}</summary>
      <ol>
        {turns.map((turn, place) => (
          <li key={place} class={turn.side === 'us' ? 'us' : 'them'}>
            {turn.who && <span class="turns-who">{turn.who}</span>}
            <p dir="auto">{turn.text}</p>
          </li>
        ))}
      </ol>
    </details>
  );
}
