import { useMe, mayWrite } from '../me';
import { addressOf } from '../routes';
import type { Route } from '../routes';
import { forgetToken } from '../session';
import { words } from '../words';
import { Avatar } from './Avatar';
import { Button, ButtonLink } from './Button';
import '../../styles/Top.css';

function NavLink({ to, here, children }: { to: string; here: boolean; children: string }) {
  return (
    <a href={to} aria-current={here ? 'page' : undefined}>
      {children}
    </a>
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
          <NavLink to={addressOf.people()} here={route.name !== 'unknown'}>
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
          <Button look="plain" act={() => forgetToken('left')}>
            {words.signOut}
          </Button>
          {me?.name && <Avatar us id={me.id} name={me.name} />}
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
      <NavLink to={addressOf.people()} here={route.name !== 'unknown'}>
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
