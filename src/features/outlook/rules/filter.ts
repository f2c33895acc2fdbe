import { Colour } from '../../../chat/card.ts';
import { nearest } from '../../../chat/commands.ts';
import { InvalidInput } from '../../../core/errors.ts';
import type { Filter } from '../model.ts';

/** Of what somebody typed, in an answer. */
const LONGEST_ECHO = 40;
/** Teams named in an answer. Ours. */
const MOST_TEAMS = 20;

interface Team {
  id: string;
  key: string;
  name: string;
}

/**
 * `plat red`, `team Partner Experience status yellow`, `path`, or nothing for all of it. Throws InvalidInput that names what
 * can be sent.
 */
export function readFilter(words: string, teams: readonly Team[], command: string): Filter {
  const filter: Filter = { team: undefined, colour: undefined, path: false };
  const left: string[] = [];
  for (const word of words.trim().split(/\s+/).filter(Boolean)) {
    const said = word.toLowerCase();
    const colour = Colour.options.find((one) => one === said);
    if (colour !== undefined) filter.colour = colour;
    else if (said === 'path') filter.path = true;
    else if (said !== 'team' && said !== 'status') left.push(word);
  }
  if (left.length === 0) return filter;
  const wanted = left.join(' ').toLowerCase();
  const team = teams.find(({ key, name }) => [key.toLowerCase(), name.toLowerCase()].includes(wanted));
  if (team !== undefined) return { ...filter, team };
  throw noSuch(left.join(' '), teams, command);
}

/** What is shown, in words; null for all of it. */
export function wordsOf({ team, colour, path }: Filter): string | null {
  const words = [team?.name, colour, path ? 'critical path' : undefined].filter((one) => one !== undefined);
  return words.length === 0 ? null : words.join(', ');
}

function noSuch(typed: string, teams: readonly Team[], command: string): InvalidInput {
  const near = nearest(typed.toLowerCase(), [...teams.map(({ key }) => key), ...Colour.options, 'path'], 1);
  const named = teams.slice(0, MOST_TEAMS).map(({ key, name }) => `${key} (${name})`);
  const more = teams.length > MOST_TEAMS ? ` and ${teams.length - MOST_TEAMS} more` : '';
  const hint = near.length === 0 ? '' : ` Did you mean \`/deps ${command} ${near[0]}\`?`;
  return new InvalidInput(
    'no-such-part',
    `“${typed.slice(0, LONGEST_ECHO)}” is no team and no status.${hint} Send a team, red, yellow, green or path, for example \`/deps ${command} ${teams[0]?.key ?? 'red'} red\`. Teams: ${named.join(', ')}${more}.`,
  );
}
