import { z } from 'zod';
import { choice, optional, word } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { InvalidInput, NotFound } from '../../core/errors.ts';
import type { Tx } from '../../db/db.ts';
import { action, command } from '../feature.ts';
import { getPeople, listPeople, listTeams } from '../people/index.ts';
import {
  changePolicy,
  listPolicyVersions,
  listProgrammes,
  lockProgramme,
  type Policy,
  type Programme,
  programmeFor,
  programmeNamed,
  requireLead,
} from '../programme/index.ts';
import { applyForm, changesCard, historyCard, policyCard, type VersionView } from './cards.ts';
import { type Difference, MOST_VERSIONS, type ReadPolicy } from './model.ts';
import { policyWith, readPolicy, writePolicy } from './read.ts';
import { differencesBetween } from './rules.ts';

export const policyCommand = command({
  name: 'policy',
  summary: 'Show all that the programme decides for itself as one file, its versions, or change it by a file',
  usage: 'policy [show [VERSION] | history | apply]',
  examples: ['policy', 'policy history', 'policy show 3', 'policy apply'],
  who: 'everybody sees it; leads of the programme change it',
  arguments: { what: optional(choice(['show', 'history', 'apply'])), version: optional(word()) },
  async run(act, { what = 'show', version }): Promise<Reply> {
    const programme = await programmeFor(act);
    if (what === 'apply') {
      await requireLead(act, programme, 'change the policy');
      return { kind: 'form', form: applyForm({}) };
    }
    if (what === 'history') {
      const { shown, more } = await historyOf(act.tx, programme);
      return { kind: 'card', card: historyCard(programme.name, shown, more) };
    }
    const { number, file } = await showPolicy(act.tx, programme, version);
    return { kind: 'card', card: policyCard(programme.name, number, file) };
  },
});

export const policyActions = {
  'policies.apply': action({
    value: z.object({ name: z.string().optional() }),
    fields: z.object({
      file: z.string({ error: 'Choose a file.' }).min(1, 'Choose a file.'),
      mode: z.enum(['look', 'apply']),
    }),
    async run(act, { name }, { file, mode }): Promise<Reply> {
      const read = readPolicy(name ?? 'The file', file);
      const { id, key } = programmeNamed(await listProgrammes(act.tx), read.programme);
      const programme = await lockProgramme(act.tx, id);
      await requireLead(act, programme, `change the policy of ${key}`);
      const { policy, changes } = await compare(act.tx, programme, read);
      if (mode === 'look' || changes.length === 0) {
        return { kind: 'card', card: changesCard(programme.name, changes, undefined) };
      }
      await changePolicy(act, programme, policy, {
        by: act.by,
        action: 'programme.policy-applied',
        file: name ?? null,
      });
      const [latest] = await listPolicyVersions(act.tx, id, { limit: 1 });
      const made = { version: latest?.number ?? 1, by: act.by.name };
      return { kind: 'card', card: changesCard(programme.name, changes, made) };
    },
  }),
};

/** What a file would make of the policy of its programme. Throws InvalidInput. */
export async function compare(
  tx: Tx,
  programme: Programme,
  read: ReadPolicy,
): Promise<{ policy: Policy; changes: Difference[] }> {
  const known = {
    people: (await listPeople(tx)).map(({ handle }) => handle),
    teams: (await listTeams(tx)).map(({ key }) => key),
  };
  const policy = policyWith(read, programme, known);
  return { policy, changes: differencesBetween(programme.policy, policy) };
}

/** The policy as a file: the present one, or a version. Throws InvalidInput and NotFound. */
export async function showPolicy(
  tx: Tx,
  programme: Programme,
  version?: string,
): Promise<{ number: number | undefined; file: string }> {
  const about = `Policy of ${programme.name}`;
  if (version === undefined) {
    const [latest] = await listPolicyVersions(tx, programme.id, { limit: 1 });
    const which = latest === undefined ? about : `${about}, version ${latest.number}`;
    return { number: latest?.number, file: writePolicy(programme, programme.policy, which) };
  }
  const number = readVersion(version);
  const [found] = await listPolicyVersions(tx, programme.id, { number });
  if (found === undefined) {
    throw new NotFound('no-such-version', `${about} has no version ${number}. \`/deps policy history\` lists them.`);
  }
  return { number, file: writePolicy(programme, found.policy, `${about}, version ${number}`) };
}

function readVersion(version: string): number {
  if (/^v?\d{1,6}$/i.test(version)) return Number(version.replace(/^v/i, ''));
  throw new InvalidInput(
    'bad-version',
    `“${version.slice(0, 40)}” is no version. Send its number: \`/deps policy show 3\`.`,
  );
}

/** The newest versions, each with what it changed. */
export async function historyOf(tx: Tx, { id }: Programme): Promise<{ shown: VersionView[]; more: number }> {
  const all = await listPolicyVersions(tx, id);
  const people = await getPeople(
    tx,
    all.flatMap(({ byId }) => byId ?? []),
  );
  const views = all.slice(0, MOST_VERSIONS).map(({ number, at, byId, file, policy }, index): VersionView => {
    const before = all[index + 1]?.policy;
    return {
      number,
      at,
      by: byId === null ? 'Depsync' : (people.get(byId)?.name ?? 'somebody'),
      file,
      changes: before === undefined ? [] : differencesBetween(before, policy),
    };
  });
  return { shown: views, more: all.length - views.length };
}
