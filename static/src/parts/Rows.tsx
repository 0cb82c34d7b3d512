import type { ComponentChildren } from 'preact';
import type { Pages } from '../pages';
import { words } from '../words';
import { Button } from './Button';
import { Failure } from './Notice';
import { Skeleton } from './Skeleton';
import '../../styles/Rows.css';

interface Props<Item> {
  pages: Pages<Item>;
  none: string;
  older?: string;
  look?: 'rows' | 'ruled';
  children: (item: Item) => ComponentChildren;
}

/* A list as it comes: waiting, failing, empty, there, and more of it. */
export function Rows<Item>({ pages, none, older, look = 'rows', children }: Props<Item>) {
  const { items, problem, more, reload } = pages;
  return (
    <>
      {problem && <Failure problem={problem} again={reload} />}
      {!items && !problem && <Skeleton rows={4} />}
      {items?.length === 0 && <p class="rows-none">{none}</p>}
      {items && items.length > 0 && <ul class={look}>{items.map(children)}</ul>}
      {more && (
        <div class="rows-more">
          <Button act={more}>{older ?? words.more}</Button>
        </div>
      )}
    </>
  );
}
