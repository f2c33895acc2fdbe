import type { Colour } from '../../../chat/card.ts';
import { shorten } from '../../../chat/shorten.ts';
import { addDays } from '../../../core/calendar-date.ts';
import {
  type Brief,
  DAYS_AHEAD,
  type Figure,
  GATES,
  keyList,
  type Last,
  LONGEST,
  MOST,
  type Section,
  type Sentence,
  type Snapshot,
  type Verdict,
} from '../model.ts';

type Dependency = Snapshot['dependencies'][number];
type Source = Sentence['records'][number];

const RANK: Readonly<Record<Colour, number>> = { red: 0, yellow: 1, green: 2 };

/** Composes the brief of a moment. What the check computes again is a figure; all else is fixed words. */
export function compose(facts: Snapshot, last: Last | null): Brief {
  const verdict = verdictOf(facts);
  return {
    at: facts.at,
    programme: facts.programme.name,
    verdict: verdict.is,
    sections: [
      section('Verdict', [verdictSentence(facts, verdict), confidence(facts), standing(facts)]),
      section('Decisions asked', decisions(facts)),
      section('Top risks', risks(facts)),
      section('Since the last brief', changes(facts, last)),
      section('Gates', gates(facts)),
      section('Support needed', support(facts)),
      section('Next steps', nextSteps(facts)),
      section('Communication', [communication(facts)]),
    ],
  };
}

function section(title: string, sentences: readonly Sentence[]): Section {
  return { title, sentences: [...sentences] };
}

/** A sentence from a template; figures are its parts. */
function say(records: readonly Source[]) {
  return (strings: TemplateStringsArray, ...figures: readonly (Figure | string)[]): Sentence => ({
    records: [...records],
    parts: strings.flatMap((words, index) => {
      const figure = figures[index];
      return [words, ...(figure === undefined ? [] : [figure])].filter((part) => part !== '');
    }),
  });
}

function figure(of: string, value: Figure['value'] | null): Figure | string {
  return value === null ? 'not set' : { of, value };
}

const openOf = ({ dependencies }: Snapshot) => dependencies.filter(({ state }) => state === 'open');
const asRecord = ({ key, evidenceAt }: Dependency): Source => ({ key, at: evidenceAt });

/** The verdict by the first criterion that holds, the worst first. */
function verdictOf(facts: Snapshot): { is: Verdict; because: string } {
  const open = openOf(facts);
  const onPath = open.filter(({ key }) => facts.plan?.path.includes(key));
  const end = facts.plan?.end ?? null;
  const criteria: [Verdict, boolean, string][] = [
    [
      'Off track',
      end !== null && facts.cutOff !== null && end > facts.cutOff,
      'the last delivery is planned after the cut-off',
    ],
    ['Off track', onPath.some(({ colour }) => colour === 'red'), 'a red is on the critical path'],
    ['At risk', open.some(({ colour }) => colour === 'red'), 'there is a red'],
    ['At risk', onPath.some(({ colour }) => colour === 'yellow'), 'a yellow is on the critical path'],
    [
      'At risk',
      onPath.some(({ p85 }) => p85 !== null && facts.cutOff !== null && p85 > facts.cutOff),
      'going by past promises, a delivery of the critical path comes after the cut-off',
    ],
    ['At risk', facts.asked.some(({ decideBy }) => decideBy < facts.at), 'a decision is overdue'],
  ];
  const [is, , because] = criteria.find(([, holds]) => holds) ?? [
    'On track' as const,
    true,
    'nothing speaks against it',
  ];
  return { is, because };
}

function verdictSentence(facts: Snapshot, { is, because }: ReturnType<typeof verdictOf>): Sentence {
  const { plan, cutOff } = facts;
  const path = openOf(facts).filter(({ key }) => plan?.path.includes(key));
  const why = [figure('verdict', is), figure('verdict.because', because)] as const;
  if (plan === null) return say([])`${why[0]}, because ${why[1]}. No plan can be computed; /deps conflicts says why.`;
  if (plan.end === null) return say([])`${why[0]}, because ${why[1]}. Nothing that is open has a day in the plan.`;
  return say(
    path.map(asRecord),
  )`${why[0]}, because ${why[1]}. Last delivery ${figure('plan.end', plan.end)}, cut-off ${figure('cut-off', cutOff)}; critical path ${figure('plan.path', keyList(plan.path))}.`;
}

/**
 * How far the facts of the brief can be relied on, which is not the chance of making the date: the shares that it rests on,
 * the weakest first. The weakest stands in the title beside the verdict, and can agree with any.
 */
function confidence(facts: Snapshot): Sentence {
  const open = openOf(facts);
  const critical = open.filter(({ key }) => facts.plan?.path.includes(key));
  const due = facts.promises.filter(({ inTime }) => inTime !== null);
  const shares = [
    shareOf(open, isFresh, 'statuses fresh'),
    shareOf(critical, ({ committed }) => committed, 'critical dates committed'),
    shareOf(due, ({ inTime }) => inTime === true, 'promises kept'),
  ]
    .filter(({ of }) => of > 0)
    .sort((a, b) => a.count / a.of - b.count / b.of)
    .map(({ count, of, what }, n) => figure(`confidence.${n}`, `${count} of ${of} ${what}`));
  const resting = say(open.map(asRecord));
  const [weakest, second, third] = shares;
  if (weakest === undefined) return resting`Nothing is open: these facts rest on nothing.`;
  if (second === undefined) return resting`Confidence in these facts: ${weakest}.`;
  if (third === undefined) return resting`Confidence in these facts, the weakest first: ${weakest}, ${second}.`;
  return resting`Confidence in these facts, the weakest first: ${weakest}, ${second}, ${third}.`;
}

function shareOf<Item>(items: readonly Item[], holds: (item: Item) => boolean, what: string) {
  return { count: items.filter(holds).length, of: items.length, what };
}

/** Somebody said how it stands, and answered when asked last. */
function isFresh({ silent, evidenceAt }: Dependency): boolean {
  return !silent && evidenceAt !== null;
}

function standing(facts: Snapshot): Sentence {
  const open = openOf(facts);
  const of = (wanted: Colour) => open.filter(({ colour }) => colour === wanted);
  const [red, delivered] = [of('red'), facts.dependencies.filter(({ state }) => state === 'delivered').length];
  const which = red.length === 0 ? '' : figure('red.keys', ` (${keyList(red.map(({ key }) => key))})`);
  return say(
    open.map(asRecord),
  )`${figure('red', red.length)} red${which}, ${figure('yellow', of('yellow').length)} yellow, ${figure('green', of('green').length)} green; ${figure('delivered', delivered)} delivered. Release ${figure('release', facts.programme.releaseDate)}.`;
}

function decisions({ at, asked }: Snapshot): Sentence[] {
  const first = [...asked].sort((a, b) => byText(a.decideBy, b.decideBy) || byText(a.key, b.key)).slice(0, MOST.asked);
  return counted(
    'asked',
    asked.length,
    'No decision is asked.',
    first.map(({ key, what, decideBy, options, askedAt }, n) => {
      const of = (name: string) => `asked.${n}.${name}`;
      return say([
        { key, at: askedAt },
      ])`${figure(of('key'), key)} ${figure(of('what'), shorten(what, LONGEST.text))}: ${figure(of('when'), decideBy < at ? 'overdue since' : 'decide by')} ${figure(of('by'), decideBy)}. ${figure(of('options'), optionsText(options))}`;
    }),
  );
}

function optionsText(options: readonly string[]): string {
  return options.length === 0 ? 'No option is offered' : shorten(`Options: ${options.join(' / ')}`, LONGEST.options);
}

function risks(facts: Snapshot): Sentence[] {
  const colours = new Map(facts.dependencies.map(({ key, colour }) => [key, colour]));
  const rank = (about: string | null) => RANK[colours.get(about ?? '') ?? 'green'];
  const first = [...facts.risks]
    .sort((a, b) => Number(b.triggered) - Number(a.triggered) || rank(a.about) - rank(b.about) || a.number - b.number)
    .slice(0, MOST.risks);
  return counted(
    'risks',
    facts.risks.length,
    'No risk is open.',
    first.map((risk, n) => {
      const of = (name: string) => `risks.${n}.${name}`;
      const when = risk.triggered ? 'it came true' : `trigger: ${risk.trigger}`;
      return say([
        { key: risk.key, at: risk.at },
      ])`${figure(of('key'), risk.key)} ${figure(of('text'), shorten(risk.text, LONGEST.text))} (${figure(of('owner'), shorten(risk.owner, LONGEST.name))}): ${figure(of('mitigation'), shorten(risk.mitigation, LONGEST.text))}, ${figure(of('when'), shorten(when, LONGEST.text))}.`;
    }),
  );
}

function changes(facts: Snapshot, last: Last | null): Sentence[] {
  if (last === null) return [say([])`This is the first brief.`];
  const before = new Map(last.dependencies.map((one) => [one.key, one]));
  const [worse, better, delivered, added]: Dependency[][] = [[], [], [], []];
  for (const one of facts.dependencies) {
    const was = before.get(one.key);
    if (was === undefined) added?.push(one);
    else if (one.state === 'delivered' && was.state !== 'delivered') delivered?.push(one);
    else if (one.state === 'open' && was.state === 'open') {
      if (RANK[one.colour] < RANK[was.colour]) worse?.push(one);
      if (RANK[one.colour] > RANK[was.colour]) better?.push(one);
    }
  }
  const kinds = [
    ['worse', worse],
    ['better', better],
    ['delivered', delivered],
    ['new', added],
  ] as const;
  const moved = kinds.flatMap(([name, ones = []]) =>
    ones.length === 0
      ? []
      : [
          say(
            ones.map(asRecord),
          )`${figure(`since.${name}`, ones.length)} ${name}: ${figure(`since.${name}.keys`, keyList(ones.map(({ key }) => key)))}.`,
        ],
  );
  const decided = facts.decided.length === 0 ? [] : [decidedSentence(facts.decided)];
  const [was, is] = [last.plan?.end ?? null, facts.plan?.end ?? null];
  const plan =
    was === is && facts.shifts === 0
      ? []
      : [
          say(
            [],
          )`Last delivery ${figure('since.end.was', was)} → ${figure('since.end.is', is)}; shifts of the plan: ${figure('since.shifts', facts.shifts)}.`,
        ];
  return [
    say([])`Compared with ${figure('since', last.at)}.`,
    ...orNothing([...moved, ...plan, ...decided], 'since.nothing'),
  ];
}

function orNothing(sentences: Sentence[], of: string): Sentence[] {
  return sentences.length > 0
    ? sentences
    : [say([])`${figure(of, 'Nothing')} changed its colour, no date moved, nothing was decided.`];
}

function decidedSentence(decided: Snapshot['decided']): Sentence {
  const first = decided.slice(0, MOST.changed);
  return say(
    first.map(({ key, at }) => ({ key, at })),
  )`${figure('since.decided', decided.length)} decided: ${figure('since.decided.first', first.map(({ key, choice }) => `${key} ${shorten(choice, LONGEST.choice)}`).join('; '))}.`;
}

function gates({ contracts }: Snapshot): Sentence[] {
  if (contracts.length === 0) return [say([])`No contract was submitted.`];
  const passed = contracts.reduce((sum, one) => sum + one.passed.length, 0);
  const complete = contracts.filter(({ state }) => state === 'complete').length;
  const late = contracts.filter((one) => one.late).length;
  const due = contracts
    .filter(({ state }) => state === 'open')
    .sort((a, b) => byText(a.dueAt, b.dueAt) || byText(a.key, b.key))
    .slice(0, MOST.gates);
  const all = say(
    contracts.map(({ key, at }) => ({ key, at })),
  )`${figure('gates.passed', passed)} of ${figure('gates.all', contracts.length * GATES)} gates passed, ${figure('contracts.complete', complete)} of ${figure('contracts', contracts.length)} contracts signed off, ${figure('gates.late', late)} gates late.`;
  return [
    all,
    ...due.map(({ key, gate, name, dueAt, waitsFor, at }, n) => {
      const of = (what: string) => `gates.${n}.${what}`;
      return say([
        { key, at },
      ])`${figure(of('key'), key)} gate ${figure(of('gate'), gate)}, ${figure(of('name'), shorten(name, LONGEST.choice))}, due ${figure(of('due'), dueAt)}: waits for ${figure(of('waits'), keyList(waitsFor) || 'nobody')}.`;
    }),
  ];
}

function support(facts: Snapshot): Sentence[] {
  const open = openOf(facts);
  const alone = open.filter(({ hasStandIn }) => !hasStandIn);
  const silent = open.filter((one) => one.silent);
  const overdue = facts.actions.filter((one) => one.overdue).sort(byDue);
  const { environments } = facts;
  const first = [...environments].sort((a, b) => byText(a.from, b.from) || byText(a.name, b.name));
  const sentences = [
    ...first
      .slice(0, MOST.environments)
      .map(
        ({ name, state, windows, from }, n) =>
          say(
            open.filter(({ key }) => windows.includes(key)).map(asRecord),
          )`Environment ${figure(`environments.${n}.name`, shorten(name, LONGEST.choice))} is ${figure(`environments.${n}.state`, state)}; booked from ${figure(`environments.${n}.from`, from)} for ${figure(`environments.${n}.keys`, keyList(windows))}.`,
      ),
    ...(environments.length > MOST.environments
      ? [
          say(
            [],
          )`${figure('environments.more', environments.length - MOST.environments)} more environments are not ready.`,
        ]
      : []),
    ...(overdue.length === 0
      ? []
      : [
          say(
            overdue.map(({ key, at }) => ({ key, at })),
          )`${figure('overdue', overdue.length)} overdue: ${figure('overdue.first', keyList(overdue.map(({ key, owner }) => `${key} (${shorten(owner, LONGEST.name)})`)))}.`,
        ]),
    ...(silent.length === 0
      ? []
      : [
          say(
            silent.map(asRecord),
          )`${figure('silent', silent.length)} without an answer: ${figure('silent.keys', keyList(silent.map(({ key, owner }) => `${key} (${shorten(owner ?? 'no owner', LONGEST.name)})`)))}.`,
        ]),
    ...(alone.length === 0
      ? []
      : [
          say(
            alone.map(asRecord),
          )`${figure('alone', alone.length)} without a stand-in: ${figure('alone.keys', keyList(alone.map(({ key }) => key)))}.`,
        ]),
  ];
  return sentences.length > 0 ? sentences : [say([])`No support is asked.`];
}

function nextSteps(facts: Snapshot): Sentence[] {
  const today = facts.at.slice(0, 'YYYY-MM-DD'.length);
  const until = addDays(today, DAYS_AHEAD);
  const due = openOf(facts)
    .filter(({ dueDate }) => dueDate !== null && dueDate >= today && dueDate <= until)
    .sort((a, b) => byText(a.dueDate ?? '', b.dueDate ?? '') || byText(a.key, b.key));
  const actions = facts.actions.filter(({ overdue }) => !overdue).sort(byDue);
  const by = figure('due.until', until);
  const deliveries =
    due.length === 0
      ? say([])`No delivery is due by ${by}.`
      : say(
          due.map(asRecord),
        )`${figure('due', due.length)} to be delivered by ${by}: ${figure('due.keys', keyList(due.map(({ key }) => key)))}.`;
  return [
    deliveries,
    ...counted(
      'actions',
      actions.length,
      'No action falls due.',
      actions.slice(0, MOST.next).map(({ key, what, owner, dueOn, at }, n) => {
        const of = (name: string) => `actions.${n}.${name}`;
        return say([
          { key, at },
        ])`${figure(of('key'), key)} ${figure(of('what'), shorten(what, LONGEST.text))}: ${figure(of('owner'), shorten(owner, LONGEST.name))} by ${figure(of('due'), dueOn)}.`;
      }),
    ),
  ];
}

function communication({ kept }: Snapshot): Sentence {
  const prompts = inTime('prompts', kept.prompts);
  const tiers = inTime('tiers', kept.tiers);
  return say([])`Sent in time in the last 7 days: prompts ${prompts}, escalations ${tiers}.`;
}

/** `14 of 14`, or `none due`. */
function inTime(of: string, { due, sent, late }: Snapshot['kept']['prompts']): Figure {
  return { of, value: due === 0 ? 'none due' : `${sent - late} of ${due}` };
}

function byDue(a: Snapshot['actions'][number], b: Snapshot['actions'][number]): number {
  return byText(a.dueOn, b.dueOn) || a.number - b.number;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The sentences, and how many more there are; one of its own where there is nothing. */
function counted(of: string, total: number, none: string, sentences: Sentence[]): Sentence[] {
  if (total === 0) return [{ parts: [none], records: [] }];
  const more = total - sentences.length;
  return more === 0 ? sentences : [...sentences, say([])`${figure(`${of}.more`, more)} more are not named here.`];
}
