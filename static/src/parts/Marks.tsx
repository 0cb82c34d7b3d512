import { words } from '../words';
import '../../styles/Marks.css';

/* What the signs in a note become. */
export function Marks() {
  return (
    <section class="marks" aria-labelledby="marks-title">
      <h2 id="marks-title">{words.logPage.marksTitle}</h2>
      <dl>
        {words.logPage.marks.map(({ mark, does }) => (
          <div key={mark}>
            <dt>
              <code>{mark}</code>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
