/* A list that comes page by page. */

import { useState } from 'preact/hooks';
import type { Page } from './api';
import { asProblem, useLoad } from './load';
import type { Problem } from './problem';
import { countWords } from './text';

type Read<Item> = (next: string | null, signal?: AbortSignal) => Promise<Page<Item>>;

export interface Pages<Item> {
  items: Item[] | null;
  all: string | null;
  problem: Problem | null;
  /* Reads the next page; null when everything is here. */
  more: (() => void) | null;
  reload: () => void;
}

/* What came later belongs to the first page that it came after: reading that again begins anew. */
export function usePages<Item>(read: Read<Item>, inputs: readonly unknown[] = []): Pages<Item> {
  const { value: first, problem, reload } = useLoad((signal) => read(null, signal), inputs);
  const [later, setLater] = useState<{ first: Page<Item>; all: Page<Item> } | null>(null);
  const [failed, setFailed] = useState<Problem | null>(null);
  const page = first && later?.first === first ? later.all : first;
  const next = page?.next ?? null;
  const more = async () => {
    if (!first || !page || !next) return;
    try {
      const came = await read(next);
      setLater({ first, all: { ...came, items: [...page.items, ...came.items] } });
      setFailed(null);
    } catch (fault) {
      setFailed(asProblem(fault));
    }
  };
  return {
    items: page?.items ?? null,
    all: page && countWords(page),
    problem: problem ?? failed,
    more: next ? () => void more() : null,
    reload,
  };
}
