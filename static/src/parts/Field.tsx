import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import '../../styles/Field.css';

/* What a control needs to belong to its label, its help and its error. */
export interface FieldLinks {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: 'true';
}

interface Props {
  label: string;
  look?: 'boxed' | 'bare';
  help?: ComponentChildren;
  error?: string | undefined;
  children: (links: FieldLinks) => ComponentChildren;
}

/* A label above, a control, help below, and the error below that. */
export function Field({ label, look = 'boxed', help, error, children }: Props) {
  const id = useId();
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ');
  const links: FieldLinks = { id };
  if (describedBy) links['aria-describedby'] = describedBy;
  if (error) links['aria-invalid'] = 'true';
  return (
    <div class={`field ${look}`}>
      <label for={id}>{label}</label>
      {children(links)}
      {help && (
        <div class="field-help" id={`${id}-help`}>
          {help}
        </div>
      )}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
