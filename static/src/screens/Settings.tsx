import type { Me } from '../api';
import { isOwner, useMe } from '../me';
import { Heading } from '../parts/Heading';
import { Notice } from '../parts/Notice';
import { addressOf } from '../routes';
import type { SettingsPart } from '../routes';
import { words } from '../words';
import { Audit } from './Audit';
import { Team } from './Team';
import { Tokens } from './Tokens';
import { You } from './You';
import '../../styles/Settings.css';

const ofOwners: SettingsPart[] = ['team', 'audit'];
const parts: SettingsPart[] = ['you', 'team', 'tokens', 'audit'];

function partsOf(me: Me | null): SettingsPart[] {
  return parts.filter((part) => isOwner(me) || !ofOwners.includes(part));
}

function Part({ part, me, member }: { part: SettingsPart; me: Me; member: string | null }) {
  switch (part) {
    case 'you':
      return <You me={me} />;
    case 'team':
      return <Team me={me} />;
    case 'tokens':
      return <Tokens me={me} />;
    case 'audit':
      return <Audit member={member ?? ''} />;
  }
}

function NotYours({ part }: { part: SettingsPart }) {
  return (
    <>
      <Heading title={words.settings.parts[part]} />
      <Notice title={words.settings.notYours} />
    </>
  );
}

/* What somebody may set, a page each. */
export function Settings({ part, member }: { part: SettingsPart; member: string | null }) {
  const me = useMe();
  const open = partsOf(me);
  return (
    <div class="page settings">
      <nav class="settings-nav" aria-labelledby="settings-title">
        <p id="settings-title">{words.settings.title}</p>
        <ul>
          {open.map((each) => (
            <li key={each}>
              <a href={addressOf.settings(each)} aria-current={each === part ? 'page' : undefined}>
                {words.settings.parts[each]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main class="settings-page" id="main" tabIndex={-1}>
        {me && open.includes(part) ? (
          <Part key={part} part={part} me={me} member={member} />
        ) : (
          <NotYours part={part} />
        )}
        {!isSecureContext && <p class="settings-plain">{words.settings.plain}</p>}
      </main>
    </div>
  );
}
