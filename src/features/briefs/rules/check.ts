import { DateTime } from 'luxon';
import { shorten } from '../../../chat/shorten.ts';
import {
  type Brief,
  type Contradiction,
  DAYS_AHEAD,
  type Figure,
  GATES,
  keyList,
  type Last,
  LONGEST,
  MOST,
  type Snapshot,
} from '../model.ts';

/** What stands for a record in a contradiction about its age. */
const AGE = 'age of ';

/**
 * Computes every figure of a brief a second time and tells which do not agree: wrong ones, ones that nobody can compute, and
 * ones that are missing. It shares no computation with `compose`: colours are PostgreSQL's, lateness is that of the stored
 * days, and sums are counted anew.
 */
export function check(brief: Brief, facts: Snapshot, last: Last | null): Contradiction[] {
  const truth = truthOf(facts, last);
  const said = new Map<string, Figure['value']>();
  const found: Contradiction[] = [];
  const sentences = brief.sections.flatMap((section) => section.sentences);
  for (const part of sentences.flatMap(({ parts }) => parts)) {
    if (typeof part === 'string') continue;
    // Twice the same figure with two values is a contradiction in itself.
    if ((said.get(part.of) ?? part.value) !== part.value) found.push({ of: part.of, said: part.value, is: null });
    said.set(part.of, part.value);
  }
  const whole = [
    { of: 'verdict', said: brief.verdict, is: truth.get('verdict') ?? null },
    { of: 'programme', said: brief.programme, is: facts.programme.name },
    { of: 'moment', said: brief.at, is: facts.at },
  ];
  found.push(...whole.filter(({ said, is }) => said !== is));
  for (const of of new Set([...said.keys(), ...truth.keys()])) {
    const [one, other] = [said.get(of) ?? null, truth.get(of) ?? null];
    if (one !== other) found.push({ of, said: one, is: other });
  }
  const ages = agesOf(facts);
  for (const { key, at } of sentences.flatMap(({ records }) => records)) {
    const is = ages.get(key);
    if (is === undefined || !is.includes(at)) found.push({ of: `${AGE}${key}`, said: at, is: is?.[0] ?? null });
  }
  // A red or yellow that nobody looks after is in no brief (A6).
  for (const { key, counted } of facts.dependencies) {
    if (counted?.faulty === true) found.push({ of: `${key} is complete`, said: null, is: 'something is missing' });
  }
  return found;
}

/** The moments that the register has for each record. */
function agesOf(facts: Snapshot): ReadonlyMap<string, (string | null)[]> {
  const ages = new Map<string, (string | null)[]>();
  const add = (key: string, at: string | null) => ages.set(key, [...(ages.get(key) ?? []), at]);
  for (const { key, evidenceAt } of facts.dependencies) add(key, evidenceAt);
  for (const { key, at } of facts.contracts) add(key, at);
  for (const { key, askedAt } of facts.asked) add(key, askedAt);
  for (const { key, at } of [...facts.risks, ...facts.actions, ...facts.decided]) add(key, at);
  return ages;
}

type Truth = Map<string, Figure['value']>;

/** Every figure that a brief of these facts has. */
function truthOf(facts: Snapshot, last: Last | null): Truth {
  const truth: Truth = new Map();
  const put = (of: string, value: Figure['value'] | null) => {
    if (value !== null) truth.set(of, value);
  };
  putVerdict(facts, put);
  putConfidence(facts, put);
  putAsked(facts, put);
  putRisks(facts, put);
  if (last !== null) putChanges(facts, last, put);
  putGates(facts, put);
  putSupport(facts, put);
  putNext(facts, put);
  for (const name of ['prompts', 'tiers'] as const) {
    const { due, sent, late } = facts.kept[name];
    put(name, due > 0 ? [sent - late, due].join(' of ') : 'none due');
  }
  return truth;
}

type Put = (of: string, value: Figure['value'] | null) => void;

/** Dependencies by their colour as PostgreSQL counts it, and what else the verdict is made of. */
function putVerdict({ at, programme, dependencies, plan, cutOff, asked }: Snapshot, put: Put): void {
  const tally = { red: 0, yellow: 0, green: 0, delivered: 0 };
  const path = { red: 0, yellow: 0, green: 0, late: 0 };
  for (const { key, state, counted, p85 } of dependencies) {
    if (state === 'delivered') tally.delivered++;
    if (state !== 'open' || counted === null) continue;
    tally[counted.colour]++;
    if (plan === null || !plan.path.includes(key)) continue;
    path[counted.colour]++;
    if (p85 !== null && cutOff !== null && cutOff < p85) path.late++;
  }
  const [verdict, because] = judged();
  put('verdict', verdict);
  put('verdict.because', because);
  if (plan !== null && plan.end !== null) {
    put('plan.end', plan.end);
    put('cut-off', cutOff);
    put('plan.path', keyList(plan.path));
  }
  for (const name of ['red', 'yellow', 'green', 'delivered'] as const) put(name, tally[name]);
  const reds = dependencies.filter(({ counted }) => counted?.colour === 'red').map(({ key }) => key);
  if (reds.length > 0) put('red.keys', ` (${keyList(reds)})`);
  put('release', programme.releaseDate);

  function judged(): [string, string] {
    if (plan?.end != null && cutOff !== null && cutOff < plan.end) {
      return ['Off track', 'the last delivery is planned after the cut-off'];
    }
    if (path.red > 0) return ['Off track', 'a red is on the critical path'];
    if (tally.red > 0) return ['At risk', 'there is a red'];
    if (path.yellow > 0) return ['At risk', 'a yellow is on the critical path'];
    if (path.late > 0) {
      return ['At risk', 'going by past promises, a delivery of the critical path comes after the cut-off'];
    }
    const now = DateTime.fromISO(at);
    if (asked.some(({ decideBy }) => DateTime.fromISO(decideBy) < now)) return ['At risk', 'a decision is overdue'];
    return ['On track', 'nothing speaks against it'];
  }
}

/** Shares by cross-multiplication, from the commitments' rows beside the plan and from the stored days of promises. */
function putConfidence({ at, dependencies, plan, promises }: Snapshot, put: Put): void {
  const fresh = { what: 'statuses fresh', count: 0, of: 0 };
  const committed = { what: 'critical dates committed', count: 0, of: 0 };
  const kept = { what: 'promises kept', count: 0, of: 0 };
  for (const { key, counted, silent, evidenceAt } of dependencies) {
    if (counted === null) continue;
    fresh.of++;
    if (evidenceAt !== null && !silent) fresh.count++;
    if (plan === null || !plan.path.includes(key)) continue;
    committed.of++;
    if (counted.committed) committed.count++;
  }
  const now = DateTime.fromISO(at, { zone: 'utc' });
  for (const { promisedFor, keptOn } of promises) {
    const ended = DateTime.fromISO(promisedFor, { zone: 'utc' }).plus({ days: 1 }) <= now;
    if (keptOn === null && !ended) continue;
    kept.of++;
    if (keptOn !== null && keptOn <= promisedFor) kept.count++;
  }
  let place = 0;
  const left = [fresh, committed, kept].filter(({ of }) => of !== 0);
  while (left.length > 0) {
    const weakest = left.reduce((low, one) => (one.count * low.of < low.count * one.of ? one : low));
    put(`confidence.${place}`, [weakest.count, 'of', weakest.of, weakest.what].join(' '));
    left.splice(left.indexOf(weakest), 1);
    place++;
  }
}

/** The least first, one by one, by what orders them. */
function least<Item>(
  items: readonly Item[],
  most: number,
  order: (item: Item) => readonly (string | number)[],
): Item[] {
  const left = [...items];
  const taken: Item[] = [];
  while (taken.length < most && left.length > 0) {
    let at = 0;
    for (let other = 1; other < left.length; other++) {
      const [a, b] = [left[at], left[other]];
      if (a !== undefined && b !== undefined && isBefore(order(b), order(a))) at = other;
    }
    taken.push(...left.splice(at, 1));
  }
  return taken;
}

function isBefore(a: readonly (string | number)[], b: readonly (string | number)[]): boolean {
  for (const [index, value] of a.entries()) {
    const other = b[index];
    if (other !== undefined && value !== other) return value < other;
  }
  return false;
}

function putAsked({ at, asked }: Snapshot, put: Put): void {
  const now = DateTime.fromISO(at);
  for (const [n, one] of least(asked, MOST.asked, ({ decideBy, key }) => [decideBy, key]).entries()) {
    put(`asked.${n}.key`, one.key);
    put(`asked.${n}.what`, shorten(one.what, LONGEST.text));
    put(`asked.${n}.when`, now > DateTime.fromISO(one.decideBy) ? 'overdue since' : 'decide by');
    put(`asked.${n}.by`, one.decideBy);
    const options = one.options.length > 0 ? `Options: ${one.options.join(' / ')}` : 'No option is offered';
    put(`asked.${n}.options`, shorten(options, LONGEST.options));
  }
  if (asked.length > MOST.asked) put('asked.more', asked.length - MOST.asked);
}

function putRisks({ risks, dependencies }: Snapshot, put: Put): void {
  const weight = (about: string | null) => {
    const counted = dependencies.find(({ key }) => key === about)?.counted;
    return counted?.colour === 'red' ? 0 : counted?.colour === 'yellow' ? 1 : 2;
  };
  const first = least(risks, MOST.risks, (one) => [one.triggered ? 0 : 1, weight(one.about), one.number]);
  for (const [n, risk] of first.entries()) {
    put(`risks.${n}.key`, risk.key);
    put(`risks.${n}.text`, shorten(risk.text, LONGEST.text));
    put(`risks.${n}.owner`, shorten(risk.owner, LONGEST.name));
    put(`risks.${n}.mitigation`, shorten(risk.mitigation, LONGEST.text));
    put(
      `risks.${n}.when`,
      shorten(risk.triggered ? 'it came true' : ['trigger', risk.trigger].join(': '), LONGEST.text),
    );
  }
  if (risks.length > MOST.risks) put('risks.more', risks.length - MOST.risks);
}

function putChanges({ dependencies, plan, decided, shifts }: Snapshot, last: Last, put: Put): void {
  put('since', last.at);
  const moved: Record<'worse' | 'better' | 'delivered' | 'new', string[]> = {
    worse: [],
    better: [],
    delivered: [],
    new: [],
  };
  const badness = { green: 0, yellow: 1, red: 2 };
  for (const { key, state, counted } of dependencies) {
    const was = last.dependencies.find((one) => one.key === key);
    if (was === undefined) moved.new.push(key);
    else if (state === 'delivered') {
      if (was.state !== 'delivered') moved.delivered.push(key);
    } else if (state === 'open' && was.state === 'open' && counted !== null) {
      const by = badness[counted.colour] - badness[(was.counted ?? was).colour];
      if (by > 0) moved.worse.push(key);
      if (by < 0) moved.better.push(key);
    }
  }
  let anything = decided.length > 0;
  for (const [name, keys] of Object.entries(moved)) {
    if (keys.length === 0) continue;
    anything = true;
    put(`since.${name}`, keys.length);
    put(`since.${name}.keys`, keyList(keys));
  }
  const [was, is] = [last.plan?.end ?? null, plan?.end ?? null];
  if (shifts > 0 || was !== is) {
    anything = true;
    put('since.shifts', shifts);
    put('since.end.was', was);
    put('since.end.is', is);
  }
  if (decided.length > 0) {
    put('since.decided', decided.length);
    const first = decided.filter((_one, n) => n < MOST.changed);
    put('since.decided.first', first.map((one) => [one.key, shorten(one.choice, LONGEST.choice)].join(' ')).join('; '));
  }
  if (!anything) put('since.nothing', 'Nothing');
}

function putGates({ contracts }: Snapshot, put: Put): void {
  if (contracts.length === 0) return;
  let [passed, complete, late] = [0, 0, 0];
  for (const one of contracts) {
    const gates = new Set(one.passed);
    passed += gates.size;
    if (gates.size === GATES) complete++;
    if (one.lateRow) late++;
  }
  put('gates.passed', passed);
  put('gates.all', GATES * contracts.length);
  put('contracts.complete', complete);
  put('contracts', contracts.length);
  put('gates.late', late);
  const open = contracts.filter(({ state }) => state === 'open');
  for (const [n, one] of least(open, MOST.gates, ({ dueAt, key }) => [dueAt, key]).entries()) {
    put(`gates.${n}.key`, one.key);
    put(`gates.${n}.gate`, one.gate);
    put(`gates.${n}.name`, shorten(one.name, LONGEST.choice));
    put(`gates.${n}.due`, one.dueAt);
    put(`gates.${n}.waits`, one.waitsFor.length === 0 ? 'nobody' : keyList(one.waitsFor));
  }
}

/** By its stored day: over on its owner's clock. */
function isOver({ dueOn, zone }: Snapshot['actions'][number], at: string): boolean {
  return DateTime.fromISO(dueOn, { zone }).plus({ days: 1 }).startOf('day') <= DateTime.fromISO(at);
}

function putSupport({ at, environments, actions, dependencies }: Snapshot, put: Put): void {
  for (const [n, one] of least(environments, MOST.environments, ({ from, name }) => [from, name]).entries()) {
    put(`environments.${n}.name`, shorten(one.name, LONGEST.choice));
    put(`environments.${n}.state`, one.state);
    put(`environments.${n}.keys`, keyList(one.windows));
    put(`environments.${n}.from`, one.from);
  }
  if (environments.length > MOST.environments) put('environments.more', environments.length - MOST.environments);
  const over = actions.filter((one) => isOver(one, at));
  if (over.length > 0) {
    put('overdue', over.length);
    const sorted = least(over, over.length, ({ dueOn, number }) => [dueOn, number]);
    put('overdue.first', keyList(sorted.map((one) => `${one.key} (${shorten(one.owner, LONGEST.name)})`)));
  }
  const silent: string[] = [];
  const alone: string[] = [];
  for (const one of dependencies) {
    if (one.state !== 'open') continue;
    if (one.silent) silent.push(`${one.key} (${shorten(one.owner ?? 'no owner', LONGEST.name)})`);
    if (!one.hasStandIn) alone.push(one.key);
  }
  if (silent.length > 0) {
    put('silent', silent.length);
    put('silent.keys', keyList(silent));
  }
  if (alone.length > 0) {
    put('alone', alone.length);
    put('alone.keys', keyList(alone));
  }
}

function putNext({ at, dependencies, actions }: Snapshot, put: Put): void {
  const now = DateTime.fromISO(at, { zone: 'utc' });
  const until = now.plus({ days: DAYS_AHEAD }).toISODate() ?? '';
  put('due.until', until);
  const due = dependencies.flatMap(({ key, state, dueDate }) =>
    state === 'open' &&
    dueDate !== null &&
    dueDate <= until &&
    DateTime.fromISO(dueDate, { zone: 'utc' }) >= now.startOf('day')
      ? [{ key, dueDate }]
      : [],
  );
  if (due.length > 0) {
    put('due', due.length);
    put('due.keys', keyList(least(due, due.length, ({ dueDate, key }) => [dueDate, key]).map(({ key }) => key)));
  }
  const open = actions.filter((one) => !isOver(one, at));
  for (const [n, one] of least(open, MOST.next, ({ dueOn, number }) => [dueOn, number]).entries()) {
    put(`actions.${n}.key`, one.key);
    put(`actions.${n}.what`, shorten(one.what, LONGEST.text));
    put(`actions.${n}.owner`, shorten(one.owner, LONGEST.name));
    put(`actions.${n}.due`, one.dueOn);
  }
  if (open.length > MOST.next) put('actions.more', open.length - MOST.next);
}
