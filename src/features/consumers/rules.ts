import { nearest } from '../../chat/commands.ts';
import type { Checked } from '../../specifications/use/index.ts';
import type { Person, Team } from '../people/model.ts';
import type { Dependency } from '../register/model.ts';
import { LONGEST_USES, MOST_USES } from './model.ts';

/** Names a refusal offers where none is near. */
const MOST_KNOWN = 8;
/** Refused uses that are explained at once; the rest are counted. */
const MOST_FAULTS = 3;

/** The consumer teams for which somebody may speak: their own, and those they lead. */
export function teamsOf(
  person: Pick<Person, 'id' | 'teamId'>,
  { consumers }: Pick<Dependency, 'consumers'>,
  teams: readonly Team[],
): Team[] {
  return consumers.flatMap(({ teamId }) => {
    const team = teams.find((one) => one.id === teamId);
    return team !== undefined && (person.teamId === team.id || person.id === team.leadId) ? [team] : [];
  });
}

/** Uses as they were typed: one a line, or with commas between them. Each once. */
export function usesIn(typed: string): string[] {
  const uses = typed.split(/\n|;|,(?=\s|$)/).map((one) => one.replace(/\s+/g, ' ').trim());
  return [...new Set(uses.filter((one) => one !== ''))];
}

/** Why uses are too many or too long to be taken; undefined when they are. */
export function faultOfSize(uses: readonly string[]): string | undefined {
  if (uses.length > MOST_USES) {
    return `These are ${uses.length} uses; declare at most ${MOST_USES}, or leave it empty: then all of it counts as used.`;
  }
  const { length } = uses.join('\n');
  return length <= LONGEST_USES
    ? undefined
    : `These uses have ${length} characters; ${LONGEST_USES} are the most. Name operations instead of their fields.`;
}

/** What is wrong with uses that were looked up in a contract, with what there is instead; undefined when nothing is. */
export function faultOfNames(checked: readonly Checked[], contract: string): string | undefined {
  const faults = checked.flatMap((one) => ('use' in one ? [] : [faultOf(one, contract)]));
  if (faults.length === 0) return undefined;
  const left = faults.length - MOST_FAULTS;
  return [...faults.slice(0, MOST_FAULTS), ...(left > 0 ? [`${left} more are not there either.`] : [])].join(' ');
}

function faultOf({ unknown, kind, known }: Exclude<Checked, { use: string }>, contract: string): string {
  const near = nearest(unknown, known);
  const offer = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : knownNames(known);
  const name = `“${unknown.slice(0, 80)}”`;
  if (kind === 'operation') return `${name} is no operation of ${contract}. ${offer}`;
  return kind === 'part'
    ? `${name} is no part of it in ${contract}. ${offer}`
    : `There is no field ${name} in ${contract}. ${offer}`;
}

function knownNames(known: readonly string[]): string {
  if (known.length === 0) return 'Nothing stands there: name what is around it.';
  const left = known.length - MOST_KNOWN;
  return `There is: ${known.slice(0, MOST_KNOWN).join(', ')}${left > 0 ? ` and ${left} more` : ''}.`;
}
