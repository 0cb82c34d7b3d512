import { initials, tintOf } from '../text';
import '../../styles/Avatar.css';

interface Props {
  id: string;
  name: string;
  large?: boolean;
  us?: boolean;
}

/* Initials beside a name: a circle for people, a rounded square for us. */
export function Avatar({ id, name, large, us }: Props) {
  const shape = us ? 'us' : `tint-${tintOf(id)}`;
  return (
    <span class={`avatar ${shape}${large ? ' large' : ''}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
