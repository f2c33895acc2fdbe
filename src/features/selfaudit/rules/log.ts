import { DateTime } from 'luxon';
import { z } from 'zod';
import { Policy } from '../../programme/model.ts';
import type { DependencyFacts, GateFacts, PersonFacts, ProgrammeFacts } from '../model.ts';
import type { Change } from './history.ts';

/** One line of the audit log, as far as it is read here. */
export interface LogRow {
  at: DateTime;
  action: string;
  before: unknown;
  after: unknown;
}

/** A signature that was handed over: by id of who held it and who holds it. */
export interface HandOver {
  at: DateTime;
  from: string;
  to: string;
}

const Word = z.string();
const PersonPart = z
  .object({
    zone: Word,
    country: Word.nullable(),
    region: Word.nullable(),
    weekend: z.array(z.number()).nullable(),
    workStart: Word,
    workEnd: Word,
    delegateId: Word.nullable(),
  })
  .partial();

/** Somebody new comes with what the file said, which is not how they are stored, and nothing concerned them before. */
export function personChanges(rows: readonly LogRow[]): Change<PersonFacts>[] {
  return rows
    .filter(({ action, before }) => action.startsWith('people.') && before !== null)
    .map(({ at, before, after }) => ({
      at,
      before: given(PersonPart.parse(before)),
      after: given(PersonPart.parse(after)),
    }));
}

const { cadence, nudges, channels } = Policy.shape;
/** Without what a policy begins with: a part that an entry does not name was not changed by it. */
const PolicyPart = z.object({
  cadence: cadence.unwrap(),
  nudges: nudges.unwrap(),
  channels: channels.unwrap(),
});
const ProgrammePart = PolicyPart.extend({ leadIds: z.array(z.string()), policy: PolicyPart.partial() }).partial();

/** What was changed of a programme by settings and policy files, which name parts of its policy, and by its form and register files. */
export function programmeChanges(rows: readonly LogRow[]): Change<ProgrammeFacts>[] {
  const partOf = (side: unknown): Partial<ProgrammeFacts> => {
    const { policy = {}, ...rest } = ProgrammePart.parse(side);
    return given({ ...rest, ...policy });
  };
  return rows
    .filter(({ action }) => action.startsWith('programme.'))
    .map(({ at, before, after }) => ({ at, before: before === null ? null : partOf(before), after: partOf(after) }));
}

const Handle = z.string().nullable();
const DependencyPart = z
  .object({ ownerId: Handle, delegateId: Handle, state: z.string(), owner: Handle, delegate: Handle })
  .partial();

/** What was changed of a dependency; register files name people by handle, all else by id. */
export function dependencyChanges(
  rows: readonly LogRow[],
  handles: ReadonlyMap<string, string>,
): Change<DependencyFacts>[] {
  const idOf = (handle: string | null) => (handle === null ? null : (handles.get(handle) ?? handle));
  const partOf = (side: unknown): Partial<DependencyFacts> => {
    const { owner, delegate, ownerId, delegateId, state } = DependencyPart.parse(side);
    return given({
      ownerId: owner === undefined ? ownerId : idOf(owner),
      delegateId: delegate === undefined ? delegateId : idOf(delegate),
      state,
    });
  };
  return rows
    .filter(({ action }) => action.startsWith('register.') || /^(blockers|approvals)[.]decided$/.test(action))
    .map(({ at, before, after }) => ({ at, before: before === null ? null : partOf(before), after: partOf(after) }));
}

/** Without what is undefined. */
function given<Part extends object>(part: Part): { [Name in keyof Part]: Exclude<Part[Name], undefined> } {
  const kept = Object.entries(part).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [Name in keyof Part]: Exclude<Part[Name], undefined> }; // the rest was left out
}

const Imported = z.object({ raisedAt: z.string() });

/** When a register file brought a blocker that was raised at this moment; null when none did. */
export function importOf(rows: readonly LogRow[], raisedAt: DateTime): DateTime | null {
  const brought = rows.find(
    ({ action, before, after }) =>
      action === 'blockers.imported' &&
      before === null &&
      DateTime.fromISO(Imported.parse(after).raisedAt).toMillis() === raisedAt.toMillis(),
  );
  return brought?.at ?? null;
}

const TakenBack = z.object({ gateId: z.string(), approver: z.string(), by: z.string(), at: z.string() });

/** Signatures of one opening of a gate that were taken back, and until when each counted. */
export function takenBackOf(rows: readonly LogRow[], gateId: string): GateFacts['votes'][number][] {
  return rows
    .filter(({ action }) => action === 'approvals.taken-back')
    .map(({ at, before }) => ({ until: at, ...TakenBack.parse(before) }))
    .filter((one) => one.gateId === gateId)
    .map(({ approver, by, at, until }) => ({ approverId: approver, byId: by, at: DateTime.fromISO(at), until }));
}

const HandedOver = z.object({ version: z.string(), gate: z.number(), approver: z.string() });

/** Signatures that were handed over at one gate of one contract version, oldest first. */
export function handOversOf(rows: readonly LogRow[], gate: { version: string; number: number }): HandOver[] {
  return rows
    .filter(({ action }) => action === 'approvals.delegated')
    .map(({ at, before, after }) => ({ at, from: HandedOver.parse(before), to: HandedOver.parse(after) }))
    .filter(({ to }) => to.version === gate.version && to.gate === gate.number)
    .map(({ at, from, to }) => ({ at, from: from.approver, to: to.approver }));
}
