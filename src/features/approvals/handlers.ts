import { z } from 'zod';
import { normaliseKey } from '../../chat/commands.ts';
import type { Reply } from '../../chat/inbound.ts';
import { Conflict, InvalidInput, onField } from '../../core/errors.ts';
import { parsePlainDate } from '../../core/plain-dates.ts';
import type { Examined } from '../contracts/index.ts';
import { type Act, type Action, action } from '../feature.ts';
import { type Dependency, findDependency, listDependencies } from '../register/index.ts';
import { lintRefusedCard, versionRefusedCard } from './cards/document.ts';
import { gateCard } from './cards.ts';
import { tickItems } from './checklist.ts';
import { gatesOf, presentGate } from './commands.ts';
import { handOver, seatToHandOver } from './delegate.ts';
import { changesForm, checklistForm, handOverForm, LONGEST_COMMENT, waiverForm } from './forms.ts';
import { lateActions } from './late/decide.ts';
import type { Choice, GateView } from './model.ts';
import { submittedCard, unchangedCard } from './notices.ts';
import { examineFor, openSubmission, submitContract, submitDocument } from './submit.ts';
import { takeBackVote } from './take-back.ts';
import { viewOf } from './views.ts';
import { castVote, openBallot } from './votes.ts';
import { holdWaivable, waiveGate } from './waive.ts';

/** `version` is the hash of the content the card shows. `from: 'list'` where it shows several gates. */
const Ballot = z.object({ gate: z.uuid(), version: z.string(), from: z.literal('list').optional() });
const SeatValue = Ballot.extend({ approver: z.uuid() });
/** What was ticked in a form: none, one or several items. */
const Item = z.coerce.number().int();
const Items = z.union([z.array(Item), Item.transform((one) => [one])]).default([]);
const DependencyValue = z.object({ dependency: z.uuid() });
const Optional = z
  .string()
  .trim()
  .max(LONGEST_COMMENT)
  .optional()
  .transform((words) => words || null);

const Words = z
  .string()
  .trim()
  .optional()
  .transform((words) => words || null);
/** As it is: white space belongs to YAML. */
const Document = z
  .string()
  .optional()
  .transform((words) => (words === undefined || words.trim() === '' ? null : words));
/** A document, as a file or pasted, or version and address; a document may have both beside it. */
const Sent = z.object({
  dependency: z.string().trim().min(1, 'Choose a dependency.').optional(),
  version: Words,
  url: Words,
  document: Document,
  pasted: Document,
  note: Optional,
});

/** What the buttons and forms of gates do. */
export const actions: Readonly<Record<string, Action>> = {
  'approvals.approve': action({
    value: Ballot,
    run: (act, value) => vote(act, value, 'approve', null),
  }),
  'approvals.waiver': action({
    value: Ballot,
    async run(act, value) {
      const { view, open } = await holdWaivable(act, { gate: value.gate, hash: value.version });
      return open ? { kind: 'form', form: waiverForm(view, buttonOf(value)) } : shown(act, view, value);
    },
  }),
  'approvals.waive': action({
    value: Ballot,
    fields: z.object({ until: z.string().default(''), reason: z.string().default('') }),
    run: (act, value, { until, reason }) =>
      orErrors(async () => {
        const end = until === '' ? undefined : readDay(act, until);
        const which = { gate: value.gate, hash: value.version };
        return shown(act, await waiveGate(act, which, { until: end, reason }), value);
      }),
  }),
  'approvals.take-back': action({
    value: Ballot,
    run: async (act, value) => shown(act, await takeBackVote(act, value.gate, value.version), value),
  }),
  'approvals.changes': action({
    value: Ballot,
    async run(act, value) {
      const { view, open } = await openBallot(act, value.gate, value.version);
      return open ? { kind: 'form', form: changesForm(view, buttonOf(value)) } : shown(act, view, value);
    },
  }),
  'approvals.request-changes': action({
    value: Ballot,
    fields: z.object({
      comment: z
        .string()
        .trim()
        .min(1, 'Say what must change.')
        .max(LONGEST_COMMENT, `At most ${LONGEST_COMMENT} characters: link a longer text.`),
    }),
    run: (act, value, { comment }) => vote(act, value, 'request-changes', comment),
  }),
  'approvals.checklist': action({
    value: Ballot,
    async run(act, value) {
      const { view, open } = await openBallot(act, value.gate, value.version);
      return open ? { kind: 'form', form: checklistForm(view, act.by.id, buttonOf(value)) } : shown(act, view, value);
    },
  }),
  'approvals.tick': action({
    value: Ballot,
    fields: z.object({ items: Items }),
    run: async (act, value, { items }) =>
      shown(act, await tickItems(act, value.gate, { hash: value.version, items }), value),
  }),
  'approvals.delegate': action({
    value: SeatValue,
    async run(act, value) {
      const { view, seat } = await seatToHandOver(act, { ...value, hash: value.version });
      if (seat === undefined) return shown(act, view, value);
      return { kind: 'form', form: handOverForm(view, view.people.get(seat.personId), buttonOf(value)) };
    },
  }),
  'approvals.hand-over': action({
    value: SeatValue,
    fields: z.object({ person: z.uuid('Name somebody of the register.') }),
    run: (act, value, { person }) =>
      orErrors(async () => shown(act, await handOver(act, { ...value, hash: value.version }, person), value)),
  }),
  'approvals.submission': action({
    value: DependencyValue,
    async run(act, { dependency }) {
      return { kind: 'form', form: await openSubmission(act, await byId(act, dependency)) };
    },
  }),
  'approvals.submit': action({
    value: z.object({ dependency: z.string().optional() }),
    fields: Sent,
    async prepare(before, value, { dependency: chosen, document, pasted, version }) {
      const named = value.dependency ?? chosen;
      const text = document ?? pasted;
      if (text === null || named === undefined || (document !== null && pasted !== null)) return undefined;
      const sent = { text, version: version ?? undefined };
      return besideField(document === null ? 'pasted' : 'document', () =>
        examineFor(before, (act) => dependencyNamed(act, named), sent),
      );
    },
    run: (act, value, { dependency: chosen, ...sent }, examined) =>
      orErrors(async () => {
        const wrong = wrongIn(sent);
        if (Object.keys(wrong).length > 0) return { kind: 'errors', fields: wrong };
        const named = value.dependency ?? chosen;
        if (named === undefined) return { kind: 'errors', fields: { dependency: 'Choose a dependency.' } };
        const dependency = await dependencyNamed(act, named);
        return examined === undefined
          ? takeAddress(act, dependency, sent)
          : takeDocument(act, dependency, examined, sent);
      }),
  }),
  ...lateActions,
  'approvals.show': action({
    value: DependencyValue,
    async run(act, { dependency: id }) {
      const dependency = await byId(act, id);
      const { gate } = await presentGate(act, dependency);
      const asked = gate.approvers.some(
        (seat) => seat.personId === act.by.id || seat.cards.some((card) => card.to === act.by.id),
      );
      const card = asked ? gateCard(await viewOf(act.tx, gate, dependency), act.by.id) : await gatesOf(act, dependency);
      return { kind: 'card', card };
    },
  }),
};

type Given = Omit<z.output<typeof Sent>, 'dependency'>;

/** One document, or version and address. */
function wrongIn({ document, pasted, version, url }: Given): Record<string, string> {
  if (document !== null && pasted !== null) return { pasted: 'Send the file or its text, not both.' };
  if (document !== null || pasted !== null) return {};
  if (url === null) return { document: 'Send a file, its text, or its version and address.' };
  return version === null ? { version: 'Send a version such as v2.1.0.' } : {};
}

async function takeAddress(act: Act, dependency: Dependency, { version, url, note }: Given): Promise<Reply> {
  const { view, replaced } = await submitContract(act, dependency, { version: version ?? '', url: url ?? '', note });
  return { kind: 'card', card: submittedCard(view, replaced) };
}

async function takeDocument(
  act: Act,
  dependency: Dependency,
  examined: Examined,
  sent: { url: string | null; note: string | null },
): Promise<Reply> {
  const outcome = await submitDocument(act, dependency, examined, sent);
  switch (outcome.kind) {
    case 'submitted':
      return { kind: 'card', card: submittedCard(outcome.view, outcome.replaced) };
    case 'unchanged':
      return { kind: 'card', card: unchangedCard(outcome.view) };
    case 'lint-refused':
      return { kind: 'card', card: lintRefusedCard(dependency, examined), refused: true };
    case 'version-refused':
      return { kind: 'card', card: versionRefusedCard(dependency, examined, outcome.smallest), refused: true };
  }
}

async function vote(act: Act, value: z.output<typeof Ballot>, choice: Choice, comment: string | null): Promise<Reply> {
  return shown(act, await castVote(act, value.gate, { hash: value.version, vote: choice, comment }), value);
}

/** The card that was clicked as it stands now; a card of several gates is brought up to date on its own. */
function shown(act: Act, view: GateView, { from }: { from?: 'list' | undefined }): Reply {
  return { kind: from === 'list' ? 'card' : 'replace', card: gateCard(view, act.by.id) };
}

/** The end of a day picked in a form. Throws InvalidInput, on the field, for one that is past. */
function readDay(act: Act, day: string) {
  try {
    return parsePlainDate(day, act.by.calendar, act.now).at;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.code, error.message, { until: error.message });
  }
}

function buttonOf({ from, ...value }: z.output<typeof Ballot> & { approver?: string }) {
  return from === undefined ? value : { ...value, from };
}

/** What a form's fields were refused for is shown beside them. */
async function orErrors(run: () => Promise<Reply>): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof InvalidInput && Object.keys(error.fields).length > 0) {
      return { kind: 'errors', fields: error.fields };
    }
    throw error;
  }
}

/** What a document was refused for is said beside the field that it came in. */
async function besideField<Result>(field: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof InvalidInput) || Object.keys(error.fields).length > 0) throw error;
    throw onField(error.code, field, error.message);
  }
}

/** By id where a form offered it, by key where somebody typed it. */
function dependencyNamed(act: Act, named: string): Promise<Dependency> {
  return z.uuid().safeParse(named).success ? byId(act, named) : findDependency(act.tx, normaliseKey(named));
}

async function byId(act: Act, id: string) {
  const [found] = await listDependencies(act.tx, { ids: [id] });
  if (found !== undefined) return found;
  throw new Conflict('no-such-dependency', 'This dependency is not in the register any more. `/deps list` shows all.');
}
