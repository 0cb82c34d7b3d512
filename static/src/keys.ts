/* Single keys that do something anywhere, unless somebody is typing. */

import { useEffect } from 'preact/hooks';

const typing = 'input, textarea, select, [contenteditable]';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typing) !== null;
}

export function useKey(key: string, act: () => void, whileTyping = false): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const held = event.ctrlKey || event.metaKey || event.altKey;
      if (event.key !== key || held || event.isComposing || event.defaultPrevented) return;
      if (!whileTyping && isTyping(event.target)) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [key, act, whileTyping]);
}

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

export const saveKeys = apple ? '⌘ ↵' : 'Ctrl ↵';

export function isSave(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && (apple ? event.metaKey : event.ctrlKey);
}
