import { useState } from 'preact/hooks';
import { api } from '../api';
import type { Link, Me, Member } from '../api';
import { momentWords } from '../dates';
import { useOpening } from '../forms';
import { Avatar } from '../parts/Avatar';
import { Button } from '../parts/Button';
import { focusHeading, Heading } from '../parts/Heading';
import { Invite } from '../parts/Invite';
import { MemberForm } from '../parts/MemberForm';
import { Once } from '../parts/Once';
import { Row } from '../parts/Row';
import { Rows } from '../parts/Rows';
import { usePages } from '../pages';
import { toast, toastFault } from '../toasts';
import { words } from '../words';
import '../../styles/Team.css';

interface MemberRowProps {
  member: Member;
  me: Me;
  changed: () => void;
  hand: (link: Link) => void;
}

function MemberRow({ member, me, changed, hand }: MemberRowProps) {
  const { open, toggle, close } = useOpening();
  const [busy, setBusy] = useState(false);
  const left = member.state === 'left';
  const makeLink = async () => {
    setBusy(true);
    try {
      hand((await api.makeLink(member.id)).value);
    } catch (fault) {
      toastFault(fault);
    }
    setBusy(false);
  };
  return (
    <Row
      lead={<Avatar us id={member.id} name={member.name} />}
      title={<bdi class="team-name">{member.name}</bdi>}
      about={[
        <b>{left ? words.team.left : words.team.roles[member.role]}</b>,
        member.email ? <bdi>{member.email}</bdi> : words.team.noEmail,
        member.id === me.id && words.team.you,
      ]}
      actions={
        <>
          {!left && member.email && member.id !== me.id && (
            <Button look="plain" busy={busy} label={words.team.linkFor(member.name)} act={() => void makeLink()}>
              {words.team.link}
            </Button>
          )}
          <Button look="plain" expanded={open} label={words.team.changeOf(member.name)} act={toggle}>
            {words.team.change}
          </Button>
        </>
      }
    >
      {open && <MemberForm member={member} own={member.id === me.id} changed={changed} close={close} />}
    </Row>
  );
}

function LinkRow({ link, withdrawn }: { link: Link; withdrawn: () => void }) {
  const [busy, setBusy] = useState(false);
  const name = link.name ?? words.team.sorts['set-up'];
  const withdraw = async () => {
    setBusy(true);
    try {
      await api.withdrawLink(link.id);
      toast({ text: words.team.linkWithdrawn(name) });
      focusHeading();
      withdrawn();
    } catch (fault) {
      setBusy(false);
      toastFault(fault);
    }
  };
  return (
    <Row
      title={<bdi class="team-name">{name}</bdi>}
      about={[
        words.team.sorts[link.sort],
        link.expires_at && words.team.until(momentWords(link.expires_at)),
        words.team.madeBy(link.made_by),
      ]}
      actions={
        <Button look="plain" busy={busy} label={words.team.withdrawOf(name)} act={() => void withdraw()}>
          {words.withdraw}
        </Button>
      }
    />
  );
}

function HandOver({ link, close }: { link: Link; close: () => void }) {
  const name = link.name ?? '';
  return (
    <Once
      title={words.team.handTitle(name)}
      label={words.team.handLabel(name)}
      secret={link.url ?? ''}
      close={close}
    >
      {words.team.hand(link.expires_at ? momentWords(link.expires_at) : '')}
    </Once>
  );
}

/* Who is in the team, who may do what, and who is on their way in. For owners. */
export function Team({ me }: { me: Me }) {
  const members = usePages(api.members);
  const links = usePages(api.links);
  const inviting = useOpening();
  const [handed, setHanded] = useState<Link | null>(null);
  const changed = () => {
    members.reload();
    links.reload();
  };
  const hand = (link: Link | null) => {
    setHanded(link);
    if (link) changed();
    else focusHeading();
  };
  return (
    <>
      <div class="settings-head">
        <Heading title={words.settings.parts.team}>
          {words.settings.parts.team}
          {members.all && <small>{members.all}</small>}
        </Heading>
        <Button expanded={inviting.open} act={inviting.toggle}>
          {words.team.invite}
        </Button>
      </div>
      {inviting.open && <Invite hand={hand} changed={changed} close={inviting.close} />}
      {handed && <HandOver link={handed} close={() => hand(null)} />}
      <Rows pages={members} none={words.team.nobody}>
        {(member) => (
          <MemberRow key={member.id} member={member} me={me} changed={changed} hand={hand} />
        )}
      </Rows>
      <p class="team-roles">{words.team.rolesHelp}</p>
      <section class="settings-section">
        <h2>{words.team.links}</h2>
        <p class="settings-lede">{words.team.linksLede}</p>
        <Rows pages={links} none={words.team.noLinks}>
          {(link) => <LinkRow key={link.id} link={link} withdrawn={links.reload} />}
        </Rows>
      </section>
    </>
  );
}
