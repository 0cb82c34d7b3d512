import { render } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/base.css';
import { api } from './api';
import { useKey } from './keys';
import { useLoad } from './load';
import { MeContext, mayWrite } from './me';
import { Heading } from './parts/Heading';
import { Toast } from './parts/Toast';
import { Bottom, Top } from './parts/Top';
import { forgetPeople } from './people';
import { addressOf, go, useRoute } from './routes';
import type { Route } from './routes';
import { Log } from './screens/Log';
import { People } from './screens/People';
import { Person } from './screens/Person';
import { SignIn } from './screens/SignIn';
import { onSession, token, whyAbsent } from './session';
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
    case 'unknown':
      return <Unknown />;
  }
}

/* The pages of somebody who has signed in. */
function Logbook() {
  const route = useRoute();
  const { value: me } = useLoad((signal) => api.me(signal), []);
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

function useSignedIn(): boolean {
  const [signedIn, setSignedIn] = useState(() => token() !== null);
  useEffect(
    () =>
      onSession(() => {
        forgetPeople();
        setSignedIn(token() !== null);
      }),
    [],
  );
  return signedIn;
}

function App() {
  const signedIn = useSignedIn();
  return signedIn ? <Logbook /> : <SignIn again={whyAbsent() === 'refused'} />;
}

const place = document.getElementById('app');
if (place) render(<App />, place);
