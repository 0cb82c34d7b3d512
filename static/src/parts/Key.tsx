import '../../styles/Key.css';

/* A key of the keyboard, for the eye; what it does is said by aria-keyshortcuts. */
export function Key({ name }: { name: string }) {
  return (
    <kbd class="key" aria-hidden="true">
      {name}
    </kbd>
  );
}
