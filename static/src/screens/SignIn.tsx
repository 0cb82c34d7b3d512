import { useState } from 'preact/hooks';
import { signIn } from '../api';
import { Button } from '../parts/Button';
import { Field } from '../parts/Field';
import { Heading } from '../parts/Heading';
import { asProblem } from '../load';
import { words } from '../words';
import '../../styles/SignIn.css';

function Help() {
  return (
    <>
      <p>{words.door.help}</p>
      <p>
        {words.door.make} <code>{words.door.command}</code>
      </p>
    </>
  );
}

/* The door: a token is pasted, tried, and kept for this tab. */
export function SignIn({ again }: { again: boolean }) {
  const [pasted, setPasted] = useState('');
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | undefined>();
  const enter = async () => {
    const tried = pasted.trim();
    if (!tried) return setError(words.door.empty);
    setBusy(true);
    setError(undefined);
    try {
      await signIn(tried);
    } catch (fault) {
      const problem = asProblem(fault);
      setError(problem.status === 401 ? words.door.unknown : problem.message);
      setBusy(false);
    }
  };
  return (
    <main class="door" id="main">
      <p class="door-word">{words.product}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void enter();
        }}
      >
        <Heading title={words.door.title} />
        <p class="door-lede">{again ? words.door.again : words.door.lede}</p>
        <Field label={words.door.label} error={error} help={<Help />}>
          {(links) => (
            <div class="door-token">
              <input
                {...links}
                {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
                autocomplete="off"
                spellcheck={false}
                autocapitalize="off"
                value={pasted}
                onInput={(event) => setPasted(event.currentTarget.value)}
              />
              <button type="button" class="link" onClick={() => setShown(!shown)}>
                {shown ? words.door.hide : words.door.show}
              </button>
            </div>
          )}
        </Field>
        <div class="door-enter" role="status">
          <Button look="primary" submit busy={busy}>
            {busy ? words.door.entering : words.door.enter}
          </Button>
        </div>
      </form>
    </main>
  );
}
