import { z } from 'zod';
import { type Block, note } from '../../../chat/card.ts';
import { type Arguments, type Command, type CommandDefinition, defineCommand } from '../../../chat/commands.ts';
import type { Reply } from '../../../chat/inbound.ts';
import { plainText } from '../../../chat/plain.ts';
import { Conflict, NotAllowed } from '../../../core/errors.ts';
import { type Decision, recordDecision } from '../../decisions/index.ts';
import { type Act, type Action, action } from '../../feature.ts';
import { getPeople } from '../../people/index.ts';
import type { Programme } from '../../programme/index.ts';
import { inWords } from '../rules/words.ts';
import { type Change, type Following, makeShift, shiftCard, tryShift } from './change.ts';

/** What was asked of a plan: the words of a command, which are read again when somebody confirms. */
interface Asked {
  /** The feature whose `confirm` and `leave` the buttons run. */
  feature: string;
  command: string;
  words: string;
  /** The fingerprint of what they were shown, when they confirm. */
  shown?: string;
}

/** An act that asks for a change of a plan. */
export interface Asking extends Act {
  asked: Asked;
}

/** A command that changes a plan. */
export interface PlanningCommand extends Command<Act> {
  ask(act: Act, words: string, shown?: string): Promise<Reply>;
}

/** Defines a command that changes a plan: it may show first what follows, and is run again with the same words to make it. */
export function planning<A extends Arguments>(
  feature: string,
  definition: CommandDefinition<Asking, A>,
): PlanningCommand {
  const { run, ...facts } = defineCommand<Asking, A>(definition);
  const ask: PlanningCommand['ask'] = (act, said, shown) => {
    const words = said.replace(/\s+/g, ' ').trim();
    const asked = { feature, command: definition.name, words, ...(shown !== undefined && { shown }) };
    return run({ ...act, asked, speaker: { zone: act.by.calendar.zone, now: act.now } }, words);
  };
  return { ...facts, run: (act, words) => ask(act, words), ask };
}

/**
 * Makes a change of which nothing more follows, or what follows is what they were shown when they confirmed; of every other
 * it shows what follows, and asks. Nothing is saved then.
 */
export async function askOrMake(act: Asking, programme: Programme, change: Change): Promise<Reply> {
  const following = await tryShift(act, programme, change);
  const { shown } = act.asked;
  if (!following.more || following.fingerprint === shown) {
    await makeShift(act, programme, change, following);
    const decision = await recordAsDecision(act, programme, change, following);
    const logged = decision === undefined ? [] : [[`Logged as ${decision.key}.`]];
    return { kind: 'card', card: shiftCard({ ...change, said: [...change.said, ...logged] }, following, []) };
  }
  const said = shown === undefined ? change.said : [...change.said, ['What follows has changed since it was shown.']];
  const title = [...change.title, ' · not saved yet'];
  return { kind: 'card', card: shiftCard({ title, said }, following, asking(act, change, following.fingerprint)) };
}

/** Moving what was planned is a trade-off: it stands in the decision log with its alternative and what follows. */
async function recordAsDecision(
  act: Act,
  programme: Programme,
  { decides, title, why, subject }: Change,
  { consequence, after }: Following,
): Promise<Decision | undefined> {
  if (decides === undefined) return undefined;
  const choice = plainText(title, act.by.calendar.zone);
  const follows = inWords(consequence, after.plan.cutOff, subject).join('; ');
  return recordDecision(act, {
    ...decides,
    programmeId: programme.id,
    options: [
      { label: 'Leave it as it was', consequence: 'nothing moves' },
      { label: choice, consequence: follows === '' ? 'nothing else moves' : follows },
    ],
    choice,
    reason: why ?? null,
    blockerId: null,
    byId: act.by.id,
  });
}

/** The buttons under what would follow. */
function asking({ asked, by }: Asking, { button, subject }: Change, shown: string): Block[] {
  const { feature, command, words } = asked;
  const value = { command, words, shown, asker: by.id };
  return [
    { kind: 'note', text: ['Nothing is saved until you confirm it.'] },
    {
      kind: 'buttons',
      only: [by.id],
      buttons: [
        { kind: 'action', label: button, name: `${feature}.confirm`, value, style: 'primary' },
        { kind: 'action', label: 'Leave as it is', name: `${feature}.leave`, value: { subject, asker: by.id } },
      ],
    },
  ];
}

/** What the buttons of these commands run. All is checked and computed again; who confirms needs the permission then. */
export function confirmActions(
  feature: string,
  commands: readonly PlanningCommand[],
): Readonly<Record<string, Action>> {
  return {
    [`${feature}.confirm`]: action({
      value: z.object({ command: z.string(), words: z.string(), shown: z.string(), asker: z.string() }),
      async run(act, { command: name, words, shown, asker }) {
        await requireAsker(act, asker);
        const command = commands.find((one) => one.name === name);
        if (command === undefined) {
          throw new Conflict(
            'outdated-button',
            `This button is of an older version. Send \`/deps ${name} ${words}\` again.`,
          );
        }
        return replacing(await command.ask(act, words, shown));
      },
    }),
    [`${feature}.leave`]: action({
      value: z.object({ subject: z.string(), asker: z.string() }),
      async run(act, { subject, asker }) {
        await requireAsker(act, asker);
        return { kind: 'replace', card: note(`${subject} stays as it is`) };
      },
    }),
  };
}

function replacing(reply: Reply): Reply {
  return reply.kind === 'card' ? { kind: 'replace', card: reply.card } : reply;
}

async function requireAsker({ tx, by }: Act, asker: string): Promise<void> {
  if (asker === by.id) return;
  const handle = (await getPeople(tx, [asker])).get(asker)?.handle;
  throw new NotAllowed(
    'not-asked-by-you',
    `@${handle ?? 'somebody else'} asked for this, and answers it. Ask for it yourself: \`/deps help\` shows how.`,
  );
}
