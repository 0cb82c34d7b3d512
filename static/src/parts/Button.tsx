import type { ComponentChildren } from 'preact';
import { Key } from './Key';
import '../../styles/Button.css';

type Look = 'primary' | 'ordinary' | 'plain' | 'quiet';

interface Common {
  look?: Look;
  children: ComponentChildren;
  shortcut?: { key: string; shown: string };
}

interface ButtonProps extends Common {
  submit?: boolean;
  busy?: boolean;
  /* What it does, where its words say too little without what stands around it. */
  label?: string;
  /* Whether what it opens is open. */
  expanded?: boolean;
  act?: () => void;
}

/* A button does one thing. While it is busy it stays where it is and takes no more clicks. */
export function Button(props: ButtonProps) {
  const { look = 'ordinary', submit, busy, label, expanded, act, shortcut } = props;
  return (
    <button
      type={submit ? 'submit' : 'button'}
      class={`button ${look}`}
      aria-disabled={busy ? 'true' : undefined}
      aria-label={label}
      aria-expanded={expanded}
      aria-keyshortcuts={shortcut?.key}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else act?.();
      }}
    >
      {props.children}
      {shortcut && <Key name={shortcut.shown} />}
    </button>
  );
}

interface LinkProps extends Common {
  to: string;
}

export function ButtonLink({ look = 'ordinary', to, shortcut, children }: LinkProps) {
  return (
    <a class={`button ${look}`} href={to} aria-keyshortcuts={shortcut?.key}>
      {children}
      {shortcut && <Key name={shortcut.shown} />}
    </a>
  );
}
