import type { ComponentChildren } from 'preact';
import '../../styles/Row.css';

interface Props {
  lead?: ComponentChildren;
  title: ComponentChildren;
  about: ComponentChildren[];
  actions?: ComponentChildren;
  /* What opens below. */
  children?: ComponentChildren;
}

/* One of a list: what it is, more about it, and what can be done with it. */
export function Row({ lead, title, about, actions, children }: Props) {
  return (
    <li class="row">
      <div class={lead ? 'row-line led' : 'row-line'}>
        {lead}
        <div class="row-words">
          <p class="row-title">{title}</p>
          <p class="row-about">
            {about.filter(Boolean).map((part, place) => (
              <span key={place}>{part}</span>
            ))}
          </p>
        </div>
        {actions && <div class="row-actions">{actions}</div>}
      </div>
      {children}
    </li>
  );
}
