import { useId } from 'preact/hooks';
import '../../styles/Checks.css';

interface Props {
  label: string;
  choices: { value: string; text: string }[];
  chosen: string[];
  change: (chosen: string[]) => void;
  error?: string | undefined;
}

/* Some of several. */
export function Checks({ label, choices, chosen, change, error }: Props) {
  const id = useId();
  const toggle = (value: string) =>
    change(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return (
    <fieldset class="checks" aria-describedby={error && id}>
      <legend>{label}</legend>
      {choices.map(({ value, text }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            aria-invalid={error ? 'true' : undefined}
            onChange={() => toggle(value)}
          />
          {text}
        </label>
      ))}
      {error && (
        <p class="field-error" id={id}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
