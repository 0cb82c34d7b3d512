import { render } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/base.css';
import type { Me } from './api';
import { look } from './entry';
import { useKey } from './keys';
import { rememberLogged } from './logged';
import { MeContext, mayWrite } from './me';
import { Heading } from './parts/Heading';
import { Failure } from './parts/Notice';
import { Skeleton } from './parts/Skeleton';
import { Toast } from './parts/Toast';
import { Bottom, Top } from './parts/Top';
import { forgetPeople } from './people';
import type { Problem } from './problem';
import { addressOf, enter, go, useRoute } from './routes';
import type { Route } from './routes';
import { Join } from './screens/Join';
import { Log } from './screens/Log';
import { People } from './screens/People';
import { Person } from './screens/Person';
import { Settings } from './screens/Settings';
import { SignIn } from './screens/SignIn';
import { memberIn, onArrival, onSession, session } from './session';
import { toast } from './toasts';
import { words } from './words';

function Unknown() {
  return (
    <main class="page" id="main" tabIndex={-1}>
      <Heading title={words.product}>{words.person.missing}</Heading>
    </main>
  );
}

function Screen({ route }: { route: Route }) {
  switch (route.name) {
    case 'people':
      return <People find={route.find} />;
    case 'person':
      return <Person key={route.id} id={route.id} filter={route.filter} />;
    case 'log':
      return <Log with={route.with} />;
    case 'settings':
      return <Settings part={route.part} member={route.member} />;
    case 'join':
    case 'unknown':
      return <Unknown />;
  }
}

/* The pages of somebody who has signed in. */
function Logbook({ route, me }: { route: Route; me: Me }) {
  const person = route.name === 'person' ? route.id : null;
  const log = useCallback(() => {
    if (mayWrite(me) && route.name !== 'log') go(addressOf.log(person));
  }, [me, route.name, person]);
  const find = useCallback(() => {
    if (route.name !== 'people') go(addressOf.people(true));
  }, [route.name]);
  useKey('c', log);
  useKey('/', find);
  const logging = route.name === 'log';
  return (
    <MeContext.Provider value={me}>
      {!logging && <Top route={route} />}
      <Screen route={route} />
      {!logging && <Bottom route={route} />}
      <Toast />
    </MeContext.Provider>
  );
}

/* Nobody knows yet who is in. */
function Waiting({ problem }: { problem: Problem | null }) {
  return (
    <main class="page" id="main">
      {problem ? (
        <>
          <Heading title={words.product} />
          <Failure problem={problem} again={() => void look()} />
        </>
      ) : (
        <Skeleton rows={6} />
      )}
    </main>
  );
}

/* Nothing of one member is left for the next. */
function forgetMember(): void {
  forgetPeople();
  rememberLogged(null);
  toast(null);
}

function useSession() {
  const [known, setKnown] = useState(session);
  useEffect(() => {
    let member = memberIn();
    let looked = false;
    const stop = onSession(() => {
      if (looked) enter();
      looked = true;
      if (memberIn() !== member) forgetMember();
      member = memberIn();
      setKnown(session());
    });
    const stopHearing = onArrival(() => void look());
    void look();
    return () => {
      stop();
      stopHearing();
    };
  }, []);
  return known;
}

function App() {
  const known = useSession();
  const route = useRoute();
  if (route.name === 'join') return <Join />;
  switch (known.state) {
    case 'looking':
      return <Waiting problem={null} />;
    case 'untold':
      return <Waiting problem={known.problem} />;
    case 'out':
      return <SignIn absence={known} />;
    case 'in':
      return <Logbook key={known.me.id} route={route} me={known.me} />;
  }
}

const place = document.getElementById('app');
if (place) render(<App />, place);
