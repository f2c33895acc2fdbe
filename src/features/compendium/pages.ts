import { DateTime } from 'luxon';
import { escaped, link, row } from '../../core/markdown.ts';
import { GATES, type GateView, type VersionView, type Vote, type Waiver } from '../approvals/model.ts';
import type { Contract } from '../contracts/model.ts';
import type { Entry, FullVersion } from './model.ts';

/** The first line of a compendium's first page; a folder that begins with it may be written again. */
export const MARK = '<!-- Written by depsync contract compendium: changes here are lost. -->';

/** All contracts, a line each. */
export function indexPage(entries: readonly Entry[]): string {
  const rows = entries.map(({ dependency, programme, producer, consumers, versions }) => {
    const [present] = versions;
    return row([
      link(`${dependency.key} ${dependency.title}`, `${dependency.key}/README.md`),
      escaped(programme),
      `${escaped(producer)} → ${consumers.map(escaped).join(', ')}`,
      present === undefined ? '–' : `v${escaped(present.contract.version)}`,
      present === undefined ? '–' : standingOf(present),
    ]);
  });
  const table = [...header(['Contract', 'Programme', 'From → to', 'Version', 'Standing']), ...rows];
  return page([MARK, '# Contracts', ...(rows.length === 0 ? ['There is no contract yet.'] : [table.join('\n')])]);
}

/** One contract: how it stands, and its versions, the newest first. */
export function entryPage({ dependency, programme, producer, consumers, versions }: Entry): string {
  const rows = versions.map((version, index) => {
    const { contract } = version;
    const name = `v${contract.version}`;
    return row([
      link(name, `${name}/README.md`),
      moment(contract.submittedAt),
      person(version, contract.submittedById),
      changesIn(contract),
      index === 0 ? standingOf(version) : `${standingOf(version)}, replaced`,
    ]);
  });
  return page([
    `# ${escaped(`${dependency.key} ${dependency.title}`)}`,
    list([
      ['Programme', escaped(programme)],
      ['From', escaped(producer)],
      ['To', consumers.map(escaped).join(', ')],
      ['Change log', link('CHANGELOG.md', 'CHANGELOG.md')],
    ]),
    '## Revision history',
    [...header(['Version', 'Submitted', 'By', 'Changes', 'Standing']), ...rows].join('\n'),
  ]);
}

/** What changed from version to version, the newest first. */
export function changeLogPage({ dependency }: Entry, versions: readonly FullVersion[]): string {
  return page([
    `# ${escaped(`${dependency.key} ${dependency.title}`)}`,
    ...versions.map(({ contract, document }) => (document?.changeLog || notCompared(contract)).trimEnd()),
  ]);
}

function notCompared({ version, submittedAt }: Contract): string {
  return `## ${escaped(version)} (${submittedAt.toUTC().toISODate()})\n\nAn address alone: not compared.`;
}

/** One version: what it is, who signed what when, what lint found. `files` are those beside the page, by what they are. */
export function versionPage(
  { dependency }: Entry,
  version: FullVersion,
  files: readonly { label: string; path: string }[],
): string {
  const { contract, gates } = version;
  return page([
    `# ${escaped(`${dependency.key} ${dependency.title} v${contract.version}`)}`,
    list([
      ['Standing', standingOf(version)],
      ['Submitted', `${moment(contract.submittedAt)} by ${person(version, contract.submittedById)}`],
      ['Withdrawn', contract.withdrawn === null ? undefined : escaped(contract.withdrawn.reason)],
      ['Note', contract.note === null ? undefined : escaped(contract.note)],
      ['Content', kindOf(contract)],
      ['SHA-256', contract.hash],
      ['Address', contract.url === null ? undefined : link(contract.url, contract.url)],
      ['Changes', changesIn(contract)],
      ...files.map(({ label, path }): [string, string] => [label, link(path, path)]),
    ]),
    '## Validation and approvals',
    ...gates.flatMap(gateParts),
    ...lintParts(version),
  ]);
}

/** How far a version came. */
function standingOf({ contract, gates }: Pick<VersionView, 'contract' | 'gates'>): string {
  if (contract.withdrawn !== null) return `Withdrawn ${stored(contract.withdrawn.at)}`;
  const last = gates.find(({ gate }) => gate.state !== 'passed')?.gate ?? gates.at(-1)?.gate;
  if (last === undefined) return 'Not submitted to its gates';
  const at = `gate ${last.number} of ${GATES}, ${escaped(last.name)}`;
  switch (last.state) {
    case 'open':
      return `Open at ${at}`;
    case 'passed':
      return `Signed off${last.closedAt === null ? '' : ` ${moment(last.closedAt)}`}${waivedIn(gates)}`;
    case 'changes-requested':
      return `Changes requested at ${at}`;
    case 'withdrawn':
    case 'lapsed':
      return `Ended at ${at}`;
  }
}

function waivedIn(gates: readonly GateView[]): string {
  const waived = gates.flatMap(({ gate }) =>
    gate.waiver === null ? [] : [`gate ${gate.number} by waiver until ${stored(gate.waiver.until)}`],
  );
  return waived.length === 0 ? '' : `, ${waived.join(', ')}`;
}

function gateParts(view: GateView): string[] {
  const { gate, votes } = view;
  const since = gate.closedAt === null ? `since ${moment(gate.openedAt)}` : moment(gate.closedAt);
  const criteria = gate.criteria.map((one, index) => criterion(view, one, index + 1));
  const missing = gate.approvers.filter((seat) => !votes.some((vote) => vote.approverId === seat.personId));
  const signatures = [
    ...(gate.waiver === null ? [] : [waived(view, gate.waiver)]),
    ...votes.map((vote) => signature(view, vote)),
    ...missing.map((seat) => `- ${person(view, seat.personId)}, ${escaped(seat.as)}: did not sign`),
  ];
  return [
    `### ${gate.number} ${escaped(gate.name)}: ${gate.state.replace('-', ' ')} ${since}`,
    ...(criteria.length === 0 ? [] : [criteria.join('\n')]),
    ...(signatures.length === 0 ? [] : [signatures.join('\n')]),
  ];
}

function criterion(view: GateView, words: string, item: number): string {
  const tick = view.ticks.find((one) => one.item === item);
  if (tick === undefined) return `- [ ] ${escaped(words)}`;
  return `- [x] ${escaped(words)} (${person(view, tick.byId)}, ${moment(tick.at)})`;
}

function waived(view: GateView, { byId, at, until, reason }: Waiver): string {
  return `- **Waived** by ${person(view, byId)} ${stored(at)} until ${stored(until)}: ${escaped(reason)}`;
}

function signature(view: GateView, vote: Vote): string {
  const seat = view.gate.approvers.find((one) => one.personId === vote.approverId);
  const as = seat === undefined ? '' : `, ${escaped(seat.as)}`;
  const forWhom = vote.byId === vote.approverId ? '' : ` for ${person(view, vote.approverId)}`;
  const did = vote.vote === 'approve' ? 'signed' : 'requested changes';
  const comment = vote.comment === null ? '' : `: ${escaped(vote.comment)}`;
  return `- ${person(view, vote.byId)}${forWhom}${as}: ${did} ${moment(vote.at)}${comment}`;
}

function lintParts({ contract, document }: FullVersion): string[] {
  if (contract.document === null || document === undefined) return [];
  const { error, warn, info } = contract.document.lint;
  const lines = document.findings.map(
    ({ line, severity, message, rule }) => `- Line ${line}, ${severity}: ${escaped(message)} (${rule})`,
  );
  const left = error + warn + info - lines.length;
  const found = lines.length === 0 ? 'Clean.' : lines.join('\n');
  return [
    '## Lint',
    `${error} errors, ${warn} warnings, ${info} notes.`,
    found,
    ...(left > 0 ? [`And ${left} more.`] : []),
  ];
}

function kindOf({ document }: Contract): string {
  return document === null
    ? 'an address alone: neither linted nor compared'
    : `${document.format} ${document.dialect}, ${document.bytes} bytes`;
}

function changesIn({ document }: Contract): string {
  if (document === null) return 'not compared';
  if (document.since === null) return 'first document';
  const { counts, version } = document.since;
  const said = Object.entries(counts).flatMap(([name, count]) =>
    count > 0 ? [`${count} ${name.replace('-', ' ')}`] : [],
  );
  return `${said.length === 0 ? 'none' : said.join(', ')} since v${escaped(version)}`;
}

function person({ people }: Pick<GateView, 'people'>, id: string): string {
  const found = people.get(id);
  return found === undefined ? 'somebody who left' : escaped(found.name);
}

/** A moment as the database's JSON holds it. */
function stored(iso: string): string {
  return moment(DateTime.fromISO(iso));
}

/** In UTC, so that the same data makes the same page everywhere. */
function moment(at: DateTime): string {
  return at.toUTC().toFormat("yyyy-MM-dd HH:mm 'UTC'");
}

function header(cells: readonly string[]): string[] {
  return [row(cells), row(cells.map(() => '---'))];
}

function list(facts: readonly [string, string | undefined][]): string {
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [`- **${label}:** ${value}`])).join('\n');
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
