import { useState } from 'preact/hooks';
import { api } from '../api';
import type { Me, Token } from '../api';
import { momentWords, pastWords } from '../dates';
import { useOpening } from '../forms';
import { isOwner } from '../me';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { focusHeading, Heading } from '../parts/Heading';
import { Once } from '../parts/Once';
import { Row } from '../parts/Row';
import { Rows } from '../parts/Rows';
import { TokenForm } from '../parts/TokenForm';
import { usePages } from '../pages';
import { toast, toastFault } from '../toasts';
import { words } from '../words';

function aboutToken(token: Token, me: Me) {
  return [
    words.tokens.may(token.scopes),
    token.member_id !== me.id && words.tokens.of(token.member_name ?? ''),
    token.last_used_at ? words.tokens.used(pastWords(token.last_used_at)) : words.tokens.unused,
    token.expires_at ? words.tokens.until(momentWords(token.expires_at)) : words.tokens.endless,
  ];
}

interface WithdrawProps {
  token: Token;
  withdrawn: () => void;
  close: () => void;
}

/* Asks once. */
function Withdraw({ token, withdrawn, close }: WithdrawProps) {
  const [busy, setBusy] = useState(false);
  const withdraw = async () => {
    setBusy(true);
    try {
      await api.withdrawToken(token.id);
      toast({ text: words.tokens.withdrawn(token.name) });
      withdrawn();
    } catch (fault) {
      toastFault(fault);
    }
    close();
  };
  return (
    <Dialog
      title={words.tokens.withdrawTitle(token.name)}
      close={close}
      actions={
        <>
          <Button look="primary" busy={busy} act={() => void withdraw()}>
            {words.withdraw}
          </Button>
          <Button act={close}>
            {words.tokens.keep}
          </Button>
        </>
      }
    >
      <p>{words.tokens.withdrawHelp}</p>
    </Dialog>
  );
}

function TokenRow({ token, me, changed }: { token: Token; me: Me; changed: () => void }) {
  const [asked, setAsked] = useState(false);
  /* The dialog gives the focus back to this row first, which then goes. */
  const withdrawn = () => {
    changed();
    requestAnimationFrame(focusHeading);
  };
  return (
    <Row
      title={<bdi>{token.name}</bdi>}
      about={aboutToken(token, me)}
      actions={
        <Button look="plain" label={words.tokens.withdrawThis(token.name)} act={() => setAsked(true)}>
          {words.withdraw}
        </Button>
      }
    >
      {asked && <Withdraw token={token} withdrawn={withdrawn} close={() => setAsked(false)} />}
    </Row>
  );
}

/* Keys for one's own scripts and a help desk. */
export function Tokens({ me }: { me: Me }) {
  const tokens = usePages(api.tokens);
  const making = useOpening();
  const [made, setMade] = useState<Token | null>(null);
  const took = () => {
    setMade(null);
    focusHeading();
  };
  const keep = (token: Token) => {
    setMade(token);
    tokens.reload();
  };
  return (
    <>
      <div class="settings-head">
        <Heading title={words.settings.parts.tokens} />
        <Button expanded={making.open} act={making.toggle}>
          {words.tokens.make}
        </Button>
      </div>
      <p class="settings-lede">{isOwner(me) ? words.tokens.ledeOwner : words.tokens.lede}</p>
      {making.open && <TokenForm me={me} made={keep} close={making.close} />}
      {made?.secret && (
        <Once
          title={words.tokens.once}
          label={words.tokens.secretOf(made.name)}
          secret={made.secret}
          close={took}
        >
          {words.tokens.onceHelp}
        </Once>
      )}
      <Rows pages={tokens} none={words.tokens.none}>
        {(token) => <TokenRow key={token.id} token={token} me={me} changed={tokens.reload} />}
      </Rows>
    </>
  );
}
