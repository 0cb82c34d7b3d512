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
  act?: () => void;
}

/* A button does one thing. While it is busy it stays where it is and takes no more clicks. */
export function Button({ look = 'ordinary', submit, busy, act, shortcut, children }: ButtonProps) {
  return (
    <button
      type={submit ? 'submit' : 'button'}
      class={`button ${look}`}
      aria-disabled={busy ? 'true' : undefined}
      aria-keyshortcuts={shortcut?.key}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else act?.();
      }}
    >
      {children}
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
