import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { words } from '../words';
import { Button } from './Button';
import '../../styles/Once.css';

interface Props {
  title: string;
  label: string;
  secret: string;
  close: () => void;
  children: ComponentChildren;
}

/* Plain HTTP beyond this machine has no clipboard for pages. What cannot be copied stays selected. */
async function copy(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    const before = document.activeElement as HTMLElement | null;
    field.select();
    const copied = document.execCommand('copy');
    if (copied) before?.focus();
    return copied;
  }
}

/* A secret, shown once, to be copied. */
export function Once({ title, label, secret, close, children }: Props) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    heading.current?.focus();
    setCopied(false);
  }, [secret]);
  const onCopy = () => {
    if (field.current) void copy(field.current).then(setCopied);
  };
  return (
    <section class="once" aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <p>{children}</p>
      <div class="once-secret">
        <input
          ref={field}
          readOnly
          aria-label={label}
          spellcheck={false}
          autocomplete="off"
          value={secret}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button act={onCopy}>{words.copy}</Button>
        <Button look="plain" act={close}>
          {words.done}
        </Button>
      </div>
      <p class="once-copied" role="status">
        {copied && words.copied}
      </p>
    </section>
  );
}
