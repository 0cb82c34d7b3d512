import type { ComponentChildren } from 'preact';
import type { Problem } from '../problem';
import { words } from '../words';
import { Button } from './Button';
import '../../styles/Notice.css';

interface Props {
  title: string;
  failed?: boolean;
  children?: ComponentChildren;
  actions?: ComponentChildren;
}

/* Something to know before going on. It pushes the page down and covers nothing. */
export function Notice({ title, failed, children, actions }: Props) {
  return (
    <section class={`notice${failed ? ' failed' : ''}`} role={failed ? 'alert' : 'status'}>
      <div class="notice-words">
        <h2>{title}</h2>
        {children}
      </div>
      {actions && <div class="notice-actions">{actions}</div>}
    </section>
  );
}

/* What could not be read, with a way to try once more. */
export function Failure({ problem, again }: { problem: Problem; again: () => void }) {
  return (
    <Notice
      failed
      title={problem.message}
      actions={<Button act={again}>{words.tryAgain}</Button>}
    />
  );
}
