import { z } from 'zod';
import type { Reply } from '../../chat/inbound.ts';
import { Conflict, InvalidInput } from '../../core/errors.ts';
import { type Act, type Action, action } from '../feature.ts';
import { listDependencies } from '../register/index.ts';
import { gateCard } from './cards.ts';
import { gatesOf, presentGate } from './commands.ts';
import { handOver, seatToHandOver } from './delegate.ts';
import { changesForm, handOverForm, LONGEST_COMMENT } from './forms.ts';
import type { Choice, GateView } from './model.ts';
import { submittedCard } from './notices.ts';
import { openSubmission, submitContract } from './submit.ts';
import { viewOf } from './views.ts';
import { castVote, openBallot } from './votes.ts';

/** `version` is the hash of the content the card shows. `from: 'list'` where it shows several gates. */
const Ballot = z.object({ gate: z.uuid(), version: z.string(), from: z.literal('list').optional() });
const SeatValue = Ballot.extend({ approver: z.uuid() });
const DependencyValue = z.object({ dependency: z.uuid() });
const Optional = z
  .string()
  .trim()
  .max(LONGEST_COMMENT)
  .optional()
  .transform((words) => words || null);

/** What the buttons and forms of gates do. */
export const actions: Readonly<Record<string, Action>> = {
  'approvals.approve': action({
    value: Ballot,
    run: (act, value) => vote(act, value, 'approve', null),
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
    value: DependencyValue.partial(),
    fields: z.object({
      dependency: z.uuid('Choose a dependency.').optional(),
      version: z.string().trim().min(1, 'Send a version such as v2.1.0.'),
      url: z.string().trim().min(1, 'Send the address of the contract.'),
      note: Optional,
    }),
    run: (act, value, { dependency: chosen, ...submission }) =>
      orErrors(async () => {
        const id = value.dependency ?? chosen;
        if (id === undefined) return { kind: 'errors', fields: { dependency: 'Choose a dependency.' } };
        const { view, replaced } = await submitContract(act, await byId(act, id), submission);
        return { kind: 'card', card: submittedCard(view, replaced) };
      }),
  }),
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

async function vote(act: Act, value: z.output<typeof Ballot>, choice: Choice, comment: string | null): Promise<Reply> {
  return shown(act, await castVote(act, value.gate, { hash: value.version, vote: choice, comment }), value);
}

/** The card that was clicked as it stands now; a card of several gates is brought up to date on its own. */
function shown(act: Act, view: GateView, { from }: { from?: 'list' | undefined }): Reply {
  return { kind: from === 'list' ? 'card' : 'replace', card: gateCard(view, act.by.id) };
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

async function byId(act: Act, id: string) {
  const [found] = await listDependencies(act.tx, { ids: [id] });
  if (found !== undefined) return found;
  throw new Conflict('no-such-dependency', 'This dependency is not in the register any more. `/deps list` shows all.');
}
