import type { JSX } from 'preact';
import { first, MOST_OPTIONS } from '../limits.ts';

/** Picks a programme by its key; nothing where there is one. */
export function ProgrammeChoice(props: {
  /** The key of the one that is shown. */
  programme: string;
  programmes: readonly { key: string; name: string }[];
}): JSX.Element | null {
  const { programme, programmes } = props;
  if (programmes.length < 2) return null;
  return (
    <label>
      Programme{' '}
      <select name="programme">
        {first(programmes, MOST_OPTIONS).kept.map(({ key, name }) => (
          <option value={key} selected={key === programme}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
