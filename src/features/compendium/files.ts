import { UserError } from '../../core/errors.ts';
import { extensionOf } from '../../core/text-file.ts';
import type { Tx } from '../../db/db.ts';
import type { SpecificationThread } from '../../specifications/worker/index.ts';
import { versionsOf } from '../approvals/index.ts';
import { contractedDependencies, findDocument } from '../contracts/index.ts';
import { listTeams } from '../people/index.ts';
import type { Programme } from '../programme/index.ts';
import { type Dependency, listDependencies } from '../register/index.ts';
import type { Entry, File, FullVersion } from './model.ts';
import { changeLogPage, entryPage, indexPage, versionPage } from './pages.ts';

/** Contracts of these programmes, in the order of their keys, each with all its versions. */
async function* entriesOf(tx: Tx, programmes: readonly Programme[]): AsyncGenerator<Entry> {
  const teams = new Map((await listTeams(tx)).map((team) => [team.id, team.name]));
  const nameOf = (id: string) => teams.get(id) ?? 'a team that is gone';
  const contracted = await contractedDependencies(tx);
  for (const programme of programmes) {
    const dependencies = await listDependencies(tx, { programmeId: programme.id });
    for (const dependency of dependencies.filter(({ id }) => contracted.has(id))) {
      yield {
        dependency,
        programme: programme.name,
        producer: nameOf(dependency.producerTeamId),
        consumers: dependency.consumers.map(({ teamId }) => nameOf(teamId)).sort(),
        versions: await versionsOf(tx, dependency),
      };
    }
  }
}

/** Every file of a compendium; the same data makes the same files. `onEntry` is called with each contract that is done. */
export async function* compendiumFiles(
  tx: Tx,
  specifications: SpecificationThread,
  programmes: readonly Programme[],
  onEntry: (key: Dependency['key']) => void,
): AsyncGenerator<File> {
  const entries: Entry[] = [];
  for await (const entry of entriesOf(tx, programmes)) {
    yield* filesOf(tx, specifications, entry);
    entries.push(entry);
    onEntry(entry.dependency.key);
  }
  yield { path: 'README.md', content: indexPage(entries) };
}

async function* filesOf(tx: Tx, specifications: SpecificationThread, entry: Entry): AsyncGenerator<File> {
  const { key } = entry.dependency;
  const full: FullVersion[] = [];
  for (const version of entry.versions) {
    const document = await findDocument(tx, version.contract.id);
    const whole = { ...version, document };
    full.push(whole);
    const folder = `${key}/v${version.contract.version}`;
    const beside = document === undefined ? [] : await besideOf(specifications, document.text);
    for (const { path, content } of beside) yield { path: `${folder}/${path}`, content };
    yield { path: `${folder}/README.md`, content: versionPage(entry, whole, beside) };
  }
  yield { path: `${key}/CHANGELOG.md`, content: changeLogPage(entry, full) };
  yield { path: `${key}/README.md`, content: entryPage(entry) };
}

/** A valid example of all that is sent, as JSON. Throws InvalidInput where that takes more time or memory than there is. */
export async function samplesText(specifications: SpecificationThread, text: string): Promise<string> {
  const samples = await specifications.run('samples', { bytes: Buffer.from(text) });
  return `${JSON.stringify(samples, null, 2)}\n`;
}

/** The specification as it was submitted, and an example of all that is sent. */
async function besideOf(specifications: SpecificationThread, text: string): Promise<(File & { label: string })[]> {
  const path = `specification.${extensionOf(text)}`;
  const specification = { label: 'Specification', path, content: text };
  try {
    return [
      specification,
      { label: 'Samples', path: 'samples.json', content: await samplesText(specifications, text) },
    ];
  } catch (error) {
    // A document that was taken and is too much for samples: the rest is whole without them.
    if (error instanceof UserError) return [specification];
    throw error;
  }
}
