import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import '../../styles/Dialog.css';

interface Props {
  title: string;
  close: () => void;
  actions: ComponentChildren;
  children: ComponentChildren;
}

/* A question before something that cannot be taken back. The browser keeps the focus in it, which
   begins at the last action, the one that changes nothing, and goes back to where it came from. */
export function Dialog({ title, close, actions, children }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const shown = dialog.current;
    shown?.showModal();
    shown?.querySelector<HTMLElement>('.dialog-actions > :last-child')?.focus();
    return () => {
      shown?.close();
      before?.focus();
    };
  }, []);
  const onCancel = (event: Event) => {
    event.preventDefault();
    close();
  };
  return (
    <dialog class="dialog" ref={dialog} aria-labelledby={id} onCancel={onCancel}>
      <h2 id={id}>{title}</h2>
      {children}
      <div class="dialog-actions">{actions}</div>
    </dialog>
  );
}
