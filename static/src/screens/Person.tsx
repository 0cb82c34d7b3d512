import { useCallback, useEffect, useState } from 'preact/hooks';
import { Brief } from '../parts/Brief';
import { Captured } from '../parts/Captured';
import { Heading } from '../parts/Heading';
import { Failure } from '../parts/Notice';
import { PersonHead } from '../parts/PersonHead';
import { Skeleton } from '../parts/Skeleton';
import { Timeline } from '../parts/Timeline';
import { api } from '../api';
import type { Brief as BriefTold, Promised, TimelineFilter } from '../api';
import { keepDraft } from '../drafts';
import { useLoad } from '../load';
import { loggedWith, rememberLogged } from '../logged';
import type { Logged } from '../logged';
import type { Problem } from '../problem';
import { addressOf, go } from '../routes';
import { toast, toastFault } from '../toasts';
import { words } from '../words';
import '../../styles/Person.css';

interface Props {
  id: string;
  filter: TimelineFilter;
}

/* Promises as the reader has just left them: one that was kept stays where it was, ticked. */
function usePromises(reloadBrief: () => void, reloadTimeline: () => void) {
  const [touched, setTouched] = useState<Record<string, Promised>>({});
  const forget = () => {
    setTouched({});
    reloadBrief();
    reloadTimeline();
  };
  const set = async (promise: Promised, state: 'kept' | 'open') => {
    try {
      const { value, change } = await api.changePromise(promise, { state });
      setTouched((before) => ({ ...before, [value.id]: value }));
      reloadTimeline();
      const back = () => void (change && api.undo(change).then(forget, toastFault));
      const text = state === 'kept' ? words.promise.kept : words.promise.reopened;
      toast({ text, action: { label: words.undo, act: back } });
    } catch (fault) {
      toastFault(fault);
    }
  };
  const seenIn = (brief: BriefTold): BriefTold => ({
    ...brief,
    promises: brief.promises.map((promise) => touched[promise.id] ?? promise),
  });
  return {
    keep: (promise: Promised) => void set(promise, 'kept'),
    reopen: (promise: Promised) => void set(promise, 'open'),
    seenIn,
  };
}

/* Takes the last log back: its words return to the draft. */
async function takeBack(logged: Logged, person: string): Promise<boolean> {
  if (!logged.change) return false;
  await api.undo(logged.change);
  keepDraft(logged.draftOf, logged.draft);
  rememberLogged(null);
  const openDraft = { label: words.saved.openDraft, act: () => go(addressOf.log(logged.draftOf)) };
  toast({ text: words.saved.undone, action: openDraft });
  try {
    await api.person(person);
    return true;
  } catch {
    go(addressOf.people());
    return false;
  }
}

function useLogged(person: string, changed: () => void) {
  const [logged, setLogged] = useState(() => loggedWith(person));
  useEffect(() => () => rememberLogged(null), []);
  const undo = async () => {
    if (!logged) return;
    try {
      const stays = await takeBack(logged, person);
      setLogged(null);
      if (stays) changed();
    } catch (fault) {
      toastFault(fault);
    }
  };
  return { logged, undo, close: () => setLogged(null) };
}

/* A person: what to know before replying, then everything that was said. */
export function Person({ id, filter }: Props) {
  const [version, setVersion] = useState(0);
  const reloadTimeline = useCallback(() => setVersion((before) => before + 1), []);
  const { value: brief, problem, reload } = useLoad((signal) => api.brief(id, signal), [id]);
  const promises = usePromises(reload, reloadTimeline);
  const changed = useCallback(() => {
    reload();
    reloadTimeline();
  }, [reload, reloadTimeline]);
  const { logged, undo, close } = useLogged(id, changed);
  if (problem && !brief) return <Missing problem={problem} reload={reload} />;
  return (
    <main class="page" id="main" tabIndex={-1}>
      {!brief?.person && <Skeleton rows={8} />}
      {brief?.person && (
        <>
          <PersonHead person={brief.person} changed={changed} />
          <div class="person-book">
            <div class="person-brief">
              <Brief brief={promises.seenIn(brief)} keep={promises.keep} reopen={promises.reopen} />
            </div>
            <Timeline
              person={brief.person}
              filter={filter}
              version={version}
              atHand={logged?.conversation.id ?? null}
              above={logged && <Captured logged={logged} undo={undo} close={close} />}
            />
          </div>
        </>
      )}
    </main>
  );
}

function Missing({ problem, reload }: { problem: Problem; reload: () => void }) {
  const gone = problem.status === 404;
  return (
    <main class="page" id="main" tabIndex={-1}>
      <Heading title={words.peoplePage.title}>{words.person.unnamed}</Heading>
      {gone ? <p class="person-missing">{words.person.missing}</p> : <Failure problem={problem} again={reload} />}
    </main>
  );
}
