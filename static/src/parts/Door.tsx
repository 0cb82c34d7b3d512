import type { ComponentChildren } from 'preact';
import { words } from '../words';
import { Heading } from './Heading';
import '../../styles/Door.css';

interface Props {
  title: string;
  lede?: string;
  after?: string;
  children?: ComponentChildren;
}

/* The page before the logbook, for whoever comes to its door. */
export function Door({ title, lede, after, children }: Props) {
  return (
    <main class="door" id="main">
      <p class="door-word">{words.product}</p>
      <div class="door-in">
        <Heading title={title} />
        {lede && <p class="door-lede">{lede}</p>}
        {children}
        {after && <p class="door-after">{after}</p>}
      </div>
    </main>
  );
}
