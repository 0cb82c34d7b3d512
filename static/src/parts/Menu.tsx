import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import '../../styles/Menu.css';

export interface MenuItem {
  text: string;
  to?: string;
  act?: () => void;
}

interface Props {
  label: string;
  shown: ComponentChildren;
  items: MenuItem[];
}

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/* A button and what opens below it. Arrows move, Escape leads back to the button. */
export function Menu({ label, shown, items }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const entries = () => [...(place.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  useLayoutEffect(() => {
    if (!open) return undefined;
    entries()[0]?.focus();
    const outside = (event: Event) => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const list = entries();
    if (event.key === 'Tab') setOpen(false);
    if (event.key === 'Escape') {
      setOpen(false);
      button.current?.focus();
    }
    if (!step) return;
    event.preventDefault();
    list[step(list.indexOf(document.activeElement as HTMLElement), list.length)]?.focus();
  };
  return (
    <div class="menu" ref={place} onKeyDown={open ? onKeyDown : undefined}>
      <button
        type="button"
        class="menu-button"
        ref={button}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <span class="hidden-words">{label}</span>
        {shown}
      </button>
      {open && (
        <div class="menu-list" id={id} role="menu" aria-label={label} onClick={() => setOpen(false)}>
          {items.map(({ text, to, act }) =>
            to ? (
              <a key={text} role="menuitem" tabIndex={-1} href={to}>
                {text}
              </a>
            ) : (
              <button key={text} type="button" role="menuitem" tabIndex={-1} onClick={act}>
                {text}
              </button>
            ),
          )}
        </div>
      )}
    </div>
  );
}
