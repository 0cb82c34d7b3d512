import { api } from '../api';
import type { Audit as AuditRow, Member } from '../api';
import { fullMoment, marginDay } from '../dates';
import { Heading } from '../parts/Heading';
import { Rows } from '../parts/Rows';
import { SelectField } from '../parts/SelectField';
import { usePages } from '../pages';
import { addressOf, go } from '../routes';
import { words } from '../words';
import '../../styles/Audit.css';

function Actor({ row }: { row: AuditRow }) {
  if (row.actor === 'member' && row.member) return <bdi>{row.member.name}</bdi>;
  return <>{row.actor === 'host' ? words.audit.host : words.audit.stranger}</>;
}

/* To whom; the verb tells to what. */
function Subject({ row, members }: { row: AuditRow; members: Member[] }) {
  const { subject } = row;
  if (!subject) return null;
  const member = members.find((each) => each.id === subject.id);
  if (member) return <bdi class="audit-whom">{member.name}</bdi>;
  if (subject.kind !== 'person') return null;
  return (
    <a class="audit-whom link" href={addressOf.person(subject.id)}>
      {words.audit.person}
    </a>
  );
}

function Entry({ row, members }: { row: AuditRow; members: Member[] }) {
  const when = marginDay(row.at);
  return (
    <li class="audit-entry">
      <time class="audit-when" dateTime={row.at} title={fullMoment(row.at)}>
        <b>{when.day}</b> {when.time}
      </time>
      <b class="audit-who">
        <Actor row={row} />
      </b>
      <p class="audit-what">
        {row.verb} <Subject row={row} members={members} />
        {row.words && <span class="audit-words">{row.words}</span>}
        {row.erased && <span class="audit-words">{words.audit.erased}</span>}
      </p>
    </li>
  );
}

/* Who did what to whom, newest first. For owners. */
export function Audit({ member }: { member: string }) {
  const audit = usePages((next, signal) => api.audit(member || undefined, next, signal), [member]);
  const members = usePages(api.members).items ?? [];
  const choices = members.map(({ id, name }) => ({ value: id, text: name }));
  return (
    <>
      <div class="settings-head">
        <Heading title={words.settings.parts.audit}>
          {words.settings.parts.audit}
          {audit.all && <small>{audit.all}</small>}
        </Heading>
        <SelectField
          label={words.audit.by}
          value={member}
          choices={[{ value: '', text: words.audit.everybody }, ...choices]}
          change={(id) => go(addressOf.audit(id))}
        />
      </div>
      <p class="settings-lede">{words.audit.lede}</p>
      <Rows pages={audit} none={words.audit.none} older={words.audit.older} look="ruled">
        {(row) => <Entry key={row.number} row={row} members={members} />}
      </Rows>
    </>
  );
}
