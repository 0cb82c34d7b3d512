import { useState } from 'preact/hooks';
import { words } from '../words';
import { Field } from './Field';
import '../../styles/PasswordField.css';

interface Props {
  label: string;
  name: 'current-password' | 'new-password';
  value: string;
  change: (value: string) => void;
  help?: string;
  error?: string | undefined;
}

/* A password, which can be shown. Pasted and kept ones are as welcome as typed ones. */
export function PasswordField({ label, name, value, change, help, error }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} help={help} error={error}>
      {(links) => (
        <div class="password">
          <input
            {...links}
            {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
            name={name}
            autocomplete={name}
            spellcheck={false}
            autocapitalize="off"
            value={value}
            onInput={(event) => change(event.currentTarget.value)}
          />
          <button
            type="button"
            class="link"
            aria-label={shown ? words.door.hideThis(label) : words.door.showThis(label)}
            onClick={() => setShown(!shown)}
          >
            {shown ? words.door.hide : words.door.show}
          </button>
        </div>
      )}
    </Field>
  );
}
