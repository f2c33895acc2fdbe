import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { plainCard } from '../chat/plain.ts';
import type { Config } from '../config.ts';
import { InvalidInput } from '../core/errors.ts';
import type { Tx } from '../db/db.ts';
import { chosenProgramme } from '../features/exchange/index.ts';
import { compare, differenceText, historyCard, historyOf, readPolicy, showPolicy } from '../features/policies/index.ts';
import { listProgrammes, type Programme } from '../features/programme/index.ts';
import { withWorkspace } from './exchange.ts';
import { judged, type Outcome } from './outcome.ts';
import { actAs } from './say.ts';

type Notice = (text: string) => void;

/** Checks a policy file by itself; no database is opened. */
export async function checkPolicy(file: string): Promise<Outcome> {
  return judged(async () => {
    const { programme, parts } = await policyIn(file);
    const names = Object.keys(parts).join(', ') || 'nothing, all stays as it is';
    return { out: `${file} is a policy of ${programme}: ${names}`, err: '', exit: 0 };
  });
}

/** Says in what a policy file differs from the policy of its programme; 1 where it does. */
export async function diffPolicy(config: Config, file: string, notice: Notice): Promise<Outcome> {
  return judged(async () => {
    const read = await policyIn(file);
    const changes = await withProgramme(config, read.programme, notice, async (tx, programme) => {
      return (await compare(tx, programme, read)).changes;
    });
    const out = changes.length === 0 ? `${file} says what holds.` : changes.map(differenceText).join('\n');
    return { out, err: '', exit: changes.length === 0 ? 0 : 1 };
  });
}

/** The policy of a programme, or a version of it, as a file. */
export async function policyAsFile(
  config: Config,
  key: string | undefined,
  version: string | undefined,
  notice: Notice,
): Promise<string> {
  return withProgramme(config, key, notice, async (tx, programme) => {
    return (await showPolicy(tx, programme, version)).file;
  });
}

/** The versions of a programme's policy; times are in UTC. */
export async function policyHistory(config: Config, key: string | undefined, notice: Notice): Promise<string> {
  return withProgramme(config, key, notice, async (tx, programme) => {
    const { shown, more } = await historyOf(tx, programme);
    return plainCard(historyCard(programme.name, shown, more), 'UTC');
  });
}

/** Changes a policy by a file, as a lead; a dry run says what would change. `taken` is false where it was refused. */
export async function applyPolicy(
  config: Config,
  file: string,
  { as, dryRun = false }: { as: string; dryRun?: boolean },
  notice: Notice,
): Promise<{ text: string; taken: boolean }> {
  const fields = { file: await textOf(file), mode: dryRun ? 'look' : 'apply' };
  const form = { kind: 'form', name: 'policies.apply', value: { name: path.basename(file) }, fields } as const;
  const { reply, text } = await actAs(config, as, form, notice);
  return { text, taken: reply.kind === 'card' && reply.refused !== true };
}

async function withProgramme<Result>(
  config: Config,
  key: string | undefined,
  notice: Notice,
  work: (tx: Tx, programme: Programme) => Promise<Result>,
): Promise<Result> {
  return withWorkspace(config, notice, ({ db }, workspace) =>
    db.tx(workspace, async (tx) => work(tx, chosenProgramme(await listProgrammes(tx), key))),
  );
}

async function policyIn(file: string) {
  return readPolicy(path.basename(file), await textOf(file));
}

async function textOf(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidInput('no-file', `${file} cannot be read (${why}). Name a policy file in YAML, in UTF-8.`);
  }
}
