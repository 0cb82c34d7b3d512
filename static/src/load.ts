/* Reading something for a component: what came, or what went wrong, and reading it again. */

import { useCallback, useEffect, useState } from 'preact/hooks';
import { Problem } from './problem';

export interface Loaded<Value> {
  value: Value | null;
  problem: Problem | null;
  busy: boolean;
  reload: () => void;
}

/* What came before stays until the next has come. A call still under way is given up when the
   inputs change or the component leaves. */
export function useLoad<Value>(
  load: (signal: AbortSignal) => Promise<Value>,
  inputs: readonly unknown[],
): Loaded<Value> {
  const [value, setValue] = useState<Value | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(true);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const giveUp = new AbortController();
    setBusy(true);
    load(giveUp.signal)
      .then((came) => {
        if (giveUp.signal.aborted) return;
        setValue(came);
        setProblem(null);
        setBusy(false);
      })
      .catch((fault: unknown) => {
        if (giveUp.signal.aborted) return;
        setProblem(asProblem(fault));
        setBusy(false);
      });
    return () => giveUp.abort();
  }, [...inputs, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { value, problem, busy, reload };
}

export function asProblem(fault: unknown): Problem {
  if (fault instanceof Problem) return fault;
  throw fault;
}
