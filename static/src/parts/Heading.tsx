import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { hasMoved } from '../routes';
import { words } from '../words';
import '../../styles/Heading.css';

interface Props {
  title: string;
  takesFocus?: boolean;
  children?: ComponentChildren;
}

/* The h1 of a page. It names the window, and takes the focus when the reader has gone there. */
export function Heading({ title, takesFocus = true, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${words.product}`;
    if (takesFocus && hasMoved()) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <h1 class="heading" ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}

/* Where the focus goes when what had it is gone. */
export function focusHeading(): void {
  document.querySelector<HTMLElement>('h1')?.focus();
}
