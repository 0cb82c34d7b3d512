/* Everybody, read page by page and kept for the session: the list of people and the With field of
   the log both look here. */

import { useCallback, useEffect, useState } from 'preact/hooks';
import { api } from './api';
import type { Page, Person } from './api';
import { asProblem } from './load';
import type { Problem } from './problem';
import { countWords } from './text';

interface Known {
  people: Person[] | null;
  all: string | null;
  problem: Problem | null;
  /* Reads the next page; null when everybody is here. */
  more: (() => void) | null;
  reload: () => void;
}

let kept: Page<Person> | null = null;

export function usePeople(): Known {
  const [page, setPage] = useState(kept);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  const take = (read: Promise<Page<Person>>, before: Person[], signal?: AbortSignal) =>
    read.then(
      (next) => {
        if (signal?.aborted) return;
        kept = { ...next, items: [...before, ...next.items] };
        setPage(kept);
        setProblem(null);
      },
      (fault) => {
        if (!signal?.aborted) setProblem(asProblem(fault));
      },
    );
  useEffect(() => {
    const giveUp = new AbortController();
    void take(api.people(null, giveUp.signal), [], giveUp.signal);
    return () => giveUp.abort();
  }, [round]);
  const next = page?.next ?? null;
  const more = useCallback(() => {
    if (page && next) void take(api.people(next), page.items);
  }, [page]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return {
    people: page?.items ?? null,
    all: page && countWords(page),
    problem,
    more: next ? more : null,
    reload,
  };
}

/* Nobody stays known to whoever signs in next. */
export function forgetPeople(): void {
  kept = null;
}
