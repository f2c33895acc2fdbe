/**
 * npm run chaos -- --faults 700 --seed 1 [--owners 200] [--blockers 60]
 *
 * Runs a whole installation over simulated days, lets things go wrong by a plan, and compares at the end what Slack
 * and Teams received with what the register says it ought to have. Needs DATABASE_URL (a superuser's) and REDIS_URL.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Command } from 'commander';
import { addTheApp, everybodyLooks, noActs, perform } from './acts.ts';
import { compare } from './compare.ts';
import { connected, drain, parked } from './drain.ts';
import { expectedOf } from './expected.ts';
import { type BlindSpot, blindSpotOf, inject, nameOf } from './faults.ts';
import { install } from './installation.ts';
import { type Moment, planOf } from './plan.ts';
import { randomFrom } from './random.ts';
import { outcomeOf } from './received.ts';
import { ownersOf } from './register.ts';
import { type Findings, held, reportOf } from './report.ts';
import { SPAN, SPEED, simulatedTime } from './time.ts';

interface Size {
  faults: number;
  seed: number;
  owners: number;
  blockers: number;
}

async function run(servers: { databaseUrl: string; redisUrl: string }, size: Size): Promise<Findings> {
  const { start, faultsFrom } = SPAN;
  const owners = ownersOf(size, start, [['slack'], ['teams'], ['slack', 'teams'], ['teams', 'slack']]);
  const plan = planOf(size.seed, size.faults, size);
  const world = await install(servers, owners, () => simulatedTime(start, SPEED), randomFrom(size.seed));
  let began = Date.now();
  const acts = noActs();
  const faults = new Map<string, number>();
  const acting: Promise<void>[] = [];
  const blindSpots: BlindSpot[] = [];

  async function pass({ fault, acts: planned }: Moment): Promise<void> {
    faults.set(nameOf(fault), (faults.get(nameOf(fault)) ?? 0) + 1);
    blindSpots.push(...blindSpotOf(fault));
    await inject(world, fault);
    if (fault.kind === 'outage') acting.push(pause(fault.forMs).then(() => world[fault.platform].behave()));
    for (const act of planned) {
      const owner = owners[act.owner - 1];
      if (owner !== undefined) acting.push(perform(world, owner, act, acts));
    }
  }

  try {
    await world.processes.ready();
    await connected(world.database);
    await addTheApp(world, owners);
    await pause(Math.max(0, faultsFrom.diff(world.time.now()).toMillis() / SPEED));
    began = Date.now();
    for (const moment of plan) {
      await pause(Math.max(0, began + moment.atMs - Date.now()));
      await pass(moment);
    }
    await Promise.all(acting);
    const end = world.time.now();
    const undrained = await drain(world.database, end);
    await everybodyLooks(world, owners);
    const outcome = await outcomeOf(world, owners, blindSpots);
    const audit = await world.audit(end);
    const expected = expectedOf(owners, start, end, outcome.ends);
    return {
      ...compare(owners, expected, outcome, acts),
      seed: size.seed,
      faults,
      audit,
      acts,
      undrained,
      parked: await parked(world.database),
      died: [...world.processes.died],
      errors: world.processes.errors(),
      seconds: (Date.now() - began) / 1000,
      simulatedDays: end.diff(start).as('days'),
    };
  } finally {
    await world.end();
  }
}

const options = new Command('chaos')
  .option('--faults <count>', 'how many things go wrong', Number, 700)
  .option('--seed <seed>', 'repeats the plan of faults', Number, 1)
  .option('--owners <count>', 'owners, each with one dependency', Number, 200)
  .option('--blockers <count>', 'of them blocked from the beginning', Number, 60)
  .parse()
  .opts<Size>();

const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
if (databaseUrl === undefined || redisUrl === undefined) {
  process.stdout.write('Skipped: chaos needs DATABASE_URL and REDIS_URL.\n');
} else {
  const findings = await run({ databaseUrl, redisUrl }, options);
  process.stdout.write(`${reportOf(findings)}\n`);
  process.exitCode = held(findings) ? 0 : 1;
}
