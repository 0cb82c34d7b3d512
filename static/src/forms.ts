/* A form on its way to the server: busy, what is wrong by field, and what is wrong with it all. */

import { useRef, useState } from 'preact/hooks';
import { asProblem } from './load';
import { faultsByField } from './problem';
import type { Problem } from './problem';

export type Errors = Record<string, string>;

export interface Sending {
  busy: boolean;
  errors: Errors;
  failed: string | null;
}

const calm: Sending = { busy: false, errors: {}, failed: null };

/* `send` does nothing while something is missing or still under way. It gives the problem it met,
   once that is shown. */
export function useSending(inOwnWords: (problem: Problem) => Partial<Sending> = () => ({})) {
  const [sending, setSending] = useState(calm);
  const send = async (missing: Errors, act: () => Promise<void>): Promise<Problem | null> => {
    if (sending.busy) return null;
    const lacks = Object.keys(missing).length > 0;
    setSending({ ...calm, busy: !lacks, errors: missing });
    if (lacks) return null;
    try {
      await act();
      setSending(calm);
      return null;
    } catch (fault) {
      const problem = asProblem(fault);
      const errors = faultsByField(problem);
      const failed = Object.keys(errors).length > 0 ? null : problem.message;
      setSending({ busy: false, errors, failed, ...inOwnWords(problem) });
      return problem;
    }
  };
  return { sending, send };
}

/* What is empty, each with its own words. */
export function emptyOf(fields: Record<string, [value: string, missing: string]>): Errors {
  const empty: Errors = {};
  for (const [name, [value, missing]] of Object.entries(fields))
    if (!value.trim()) empty[name] = missing;
  return empty;
}

/* Something that opens below a button. When it closes, the focus is back at the button. */
export function useOpening() {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const toggle = () => {
    opener.current = document.activeElement as HTMLElement | null;
    setOpen(!open);
  };
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  return { open, toggle, close };
}
