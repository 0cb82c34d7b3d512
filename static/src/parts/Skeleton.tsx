import { words } from '../words';
import '../../styles/Skeleton.css';

/* Bars where words will be. They show only when the wait is long enough to be noticed. */
export function Skeleton({ rows }: { rows: number }) {
  return (
    <div class="skeleton" aria-busy="true">
      <p class="hidden-words">{words.loading}</p>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} class={`skeleton-bar width-${(row % 3) + 1}`} />
      ))}
    </div>
  );
}
