/* The one toast there may be: a sentence, and perhaps something to do about it. */

import { asProblem } from './load';

export interface ToastAction {
  label: string;
  act: () => void;
}

export interface ToastTold {
  text: string;
  action?: ToastAction;
}

let current: ToastTold | null = null;
const listeners = new Set<(toast: ToastTold | null) => void>();

export function toast(told: ToastTold | null): void {
  current = told;
  listeners.forEach((listener) => listener(current));
}

/* What went wrong with something small. */
export function toastFault(fault: unknown): void {
  toast({ text: asProblem(fault).message });
}

export function onToast(listener: (toast: ToastTold | null) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
