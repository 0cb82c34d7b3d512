import { signOut } from '../entry';
import { useMe, mayWrite } from '../me';
import { addressOf } from '../routes';
import type { Route } from '../routes';
import { toastFault } from '../toasts';
import { words } from '../words';
import { Avatar } from './Avatar';
import { ButtonLink } from './Button';
import { Menu } from './Menu';
import '../../styles/Top.css';

function NavLink({ to, here, children }: { to: string; here: boolean; children: string }) {
  return (
    <a href={to} aria-current={here ? 'page' : undefined}>
      {children}
    </a>
  );
}

function isOfPeople(route: Route): boolean {
  return route.name === 'people' || route.name === 'person';
}

/* Who is in, and what they can do about it. */
function Account() {
  const me = useMe();
  if (!me) return null;
  const name = me.name ?? '';
  return (
    <Menu
      label={words.account(name)}
      shown={<Avatar us id={me.id} name={name} />}
      items={[
        { text: words.settings.title, to: addressOf.settings('you') },
        { text: words.signOut, act: () => void signOut().catch(toastFault) },
      ]}
    />
  );
}

/* The bar above every page, with what leads to the others. */
export function Top({ route }: { route: Route }) {
  const me = useMe();
  const logAddress = addressOf.log(route.name === 'person' ? route.id : null);
  return (
    <header class="top no-print">
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <div class="top-in">
        <a class="wordmark" href={addressOf.start()}>
          {words.product}
        </a>
        <nav class="top-nav wide-only" aria-label={words.main}>
          <NavLink to={addressOf.people()} here={isOfPeople(route)}>
            {words.people}
          </NavLink>
        </nav>
        {mayWrite(me) && (
          <div class="top-log wide-only">
            <ButtonLink look="primary" to={logAddress} shortcut={{ key: 'c', shown: 'c' }}>
              {words.logConversation}
            </ButtonLink>
          </div>
        )}
        <div class="top-me">
          <Account />
        </div>
      </div>
    </header>
  );
}

/* The same at the bottom of a phone. */
export function Bottom({ route }: { route: Route }) {
  const me = useMe();
  const logAddress = addressOf.log(route.name === 'person' ? route.id : null);
  return (
    <nav class="bottom no-print" aria-label={words.main}>
      <NavLink to={addressOf.people()} here={isOfPeople(route)}>
        {words.people}
      </NavLink>
      {mayWrite(me) && (
        <a class="bottom-log" href={logAddress}>
          {words.log}
        </a>
      )}
    </nav>
  );
}
