import { Field } from './Field';

export interface Choice {
  value: string;
  text: string;
}

interface Props {
  label: string;
  value: string;
  choices: Choice[];
  change: (value: string) => void;
  help?: string;
  error?: string | undefined;
}

/* One of several. */
export function SelectField({ label, value, choices, change, help, error }: Props) {
  return (
    <Field label={label} help={help} error={error}>
      {(links) => (
        <select {...links} value={value} onChange={(event) => change(event.currentTarget.value)}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
