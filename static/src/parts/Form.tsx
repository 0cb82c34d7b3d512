import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Sending } from '../forms';
import '../../styles/Form.css';

interface Props {
  sending: Sending;
  submit: () => void;
  takesFocus?: boolean;
  actions: ComponentChildren;
  children: ComponentChildren;
}

/* Fields and what sends them. A fault takes the reader to the first field that has one. */
export function Form({ sending, submit, takesFocus, actions, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (takesFocus) form.current?.querySelector<HTMLElement>('input, select')?.focus();
  }, []);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [sending.errors]);
  const onSubmit = (event: Event) => {
    event.preventDefault();
    submit();
  };
  return (
    <form class="form" ref={form} noValidate onSubmit={onSubmit}>
      {children}
      <p class="form-failed" role="alert">
        {sending.failed}
      </p>
      <div class="form-actions">{actions}</div>
    </form>
  );
}
