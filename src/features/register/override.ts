import { DateTime } from 'luxon';
import { MARK } from '../../chat/card.ts';
import { choice, date, key, optional, word } from '../../chat/commands.ts';
import { plainText } from '../../chat/plain.ts';
import { moment, text } from '../../chat/text.ts';
import { InvalidInput } from '../../core/errors.ts';
import { formatMoment } from '../../core/format-time.ts';
import { record } from '../audit/index.ts';
import { recordDecision } from '../decisions/index.ts';
import { type Act, command } from '../feature.ts';
import { lockProgramme, requireLead } from '../programme/index.ts';
import { line, readBy } from './answers.ts';
import { reasonLine, savedCard, statusText } from './cards.ts';
import { findDependency } from './find.ts';
import { LONGEST, LONGEST_OVERRIDE_DAYS, type Override } from './model.ts';
import { statusOf } from './rules.ts';
import { lockDependency, setOverride } from './store.ts';

export const overrideCommand = command({
  name: 'override',
  summary: 'Set the colour of a dependency against the facts, for a time and a reason',
  usage: 'override KEY COLOUR until DATE because REASON · override KEY none',
  examples: ['override DEP-4 green until Fri because the vendor confirmed by phone', 'override DEP-4 none'],
  who: 'leads of the programme',
  arguments: {
    key: key(),
    colour: choice(['red', 'yellow', 'green', 'none']),
    until: optional(date('until')),
    reason: optional(word('because')),
  },
  async run(act, { key, colour, until, reason }) {
    const { tx, now, by } = act;
    const { id, programmeId } = await findDependency(tx, key);
    // Before its dependency, as recordDecision wants it.
    const programme = await lockProgramme(tx, programmeId);
    const before = await lockDependency(tx, id);
    await requireLead(act, programme, `override the colour of ${key}`);
    const override = colour === 'none' ? null : readOverride(act, key, colour, until?.at, reason);
    if (override === null && before.override === null) {
      throw new InvalidInput('no-override', `${key} has no override: its colour follows the facts.`);
    }
    await setOverride(tx, id, override, now);
    await record(act, {
      programmeId: programme.id,
      byId: by.id,
      action: 'register.overridden',
      subject: key,
      before: { override: before.override },
      after: { override },
      reason: override?.reason ?? null,
    });
    const status = statusOf(await lockDependency(tx, id), programme.policy.criteria, now);
    const facts = status.reasons[0] === undefined ? text`${MARK.green}` : reasonLine(status.reasons[0]);
    const follows = `${key} follows the facts again`;
    const shows = (one: Override) =>
      `${key} shows ${MARK[one.colour]} until ${formatMoment(DateTime.fromISO(one.until), by.calendar.zone)}`;
    const decision = await recordDecision(act, {
      programmeId,
      question: `Which colour does ${key} show?`,
      options: [
        { label: 'What the facts say', consequence: plainText(facts, by.calendar.zone) },
        ...[override ?? before.override].flatMap((one) =>
          one === null ? [] : [{ label: `${MARK[one.colour]} by override`, consequence: shows(one) }],
        ),
      ],
      choice: override === null ? follows : shows(override),
      reason: override?.reason ?? null,
      dependencyId: id,
      blockerId: null,
      byId: by.id,
    });
    const logged = text`Logged as ${decision.key}.`;
    if (override === null) {
      return { kind: 'card', card: savedCard(key, [follows], statusText(status), logged) };
    }
    const card = savedCard(
      key,
      text`${key} shows ${MARK[override.colour]} until ${moment(DateTime.fromISO(override.until))}`,
      text`Reason: ${override.reason}`,
      text`The facts say ${facts}. They count again when the override ends by itself.`,
      text`By ${by.name}, ${moment(now)}. ${logged}`,
    );
    return { kind: 'card', card };
  },
});

function readOverride(
  { by, now }: Act,
  key: string,
  colour: Override['colour'],
  until: DateTime | undefined,
  reason: string | undefined,
): Override {
  const example = `\`/deps override ${key} ${colour} until Fri because the vendor confirmed by phone\``;
  if (until === undefined) throw new InvalidInput('no-end', `An override needs an end: ${example}.`);
  if (reason === undefined) throw new InvalidInput('no-reason', `An override needs a reason: ${example}.`);
  const latest = now.plus({ days: LONGEST_OVERRIDE_DAYS });
  if (until > latest) {
    throw new InvalidInput(
      'too-far',
      `An override lasts ${LONGEST_OVERRIDE_DAYS} days at most: end it by ${formatMoment(latest, by.calendar.zone)}.`,
    );
  }
  const why = readBy(line(LONGEST.reason, 'Write a reason.'), reason, 'reason');
  return { colour, reason: why, byId: by.id, until: until.toUTC().toISO() };
}
