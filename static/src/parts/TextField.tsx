import { Field } from './Field';

interface Props {
  label: string;
  type?: 'text' | 'email';
  /* What browsers and password managers fill in. */
  name?: 'name' | 'username' | 'off';
  value: string;
  change?: (value: string) => void;
  help?: string;
  error?: string | undefined;
}

/* One line of words; without `change` it is there to be read. */
export function TextField({ label, type = 'text', name = 'off', value, change, help, error }: Props) {
  return (
    <Field label={label} help={help} error={error}>
      {(links) => (
        <input
          {...links}
          {...(type === 'email' ? { type: 'email' as const } : { type: 'text' as const })}
          name={name === 'off' ? undefined : name}
          autocomplete={name}
          spellcheck={false}
          autocapitalize={type === 'email' ? 'off' : undefined}
          readOnly={!change}
          value={value}
          onInput={(event) => change?.(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
