import type { Member } from '../api';
import { words } from '../words';
import { SelectField } from './SelectField';

type Role = Member['role'];

const choices = Object.entries(words.team.roles).map(([value, text]) => ({ value, text }));

interface Props {
  value: Role;
  change: (role: Role) => void;
  help?: string;
  error?: string | undefined;
}

/* What somebody may do here. */
export function RoleField({ change, ...props }: Props) {
  return (
    <SelectField
      {...props}
      label={words.team.role}
      choices={choices}
      change={(role) => change(role as Role)}
    />
  );
}
