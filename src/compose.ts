import type { Logger } from 'pino';
import type { Command } from './chat/commands.ts';
import type { Inbound, Platform, Reply } from './chat/inbound.ts';
import type { ChatSender, Directory, Outgoing } from './chat/port.ts';
import { withSharedLinks } from './chat/shared.ts';
import { type Clock, stopwatch } from './core/clock.ts';
import { UserError } from './core/errors.ts';
import type { Database, Tx } from './db/db.ts';
import { actions } from './features/actions/index.ts';
import { approvals } from './features/approvals/index.ts';
import { blockers } from './features/blockers/index.ts';
import { briefs } from './features/briefs/index.ts';
import { checkins } from './features/checkins/index.ts';
import { commitments } from './features/commitments/index.ts';
import { communication } from './features/communication/index.ts';
import { consumers } from './features/consumers/index.ts';
import { deciding } from './features/deciding/index.ts';
import type { Act, Before, Feature } from './features/feature.ts';
import { kickoffs } from './features/kickoffs/index.ts';
import { lessons } from './features/lessons/index.ts';
import { meetings } from './features/meetings/index.ts';
import { mornings } from './features/mornings/index.ts';
import { outlook } from './features/outlook/index.ts';
import { createIdentify, createPersonOf, createRoutes, getPerson, people } from './features/people/index.ts';
import { policies } from './features/policies/index.ts';
import { programme } from './features/programme/index.ts';
import { register } from './features/register/index.ts';
import { helpCommand, reports } from './features/reports/index.ts';
import { retrospectives } from './features/retrospectives/index.ts';
import { risks } from './features/risks/index.ts';
import { timeline } from './features/timeline/index.ts';
import { createDispatch, type Sender } from './inbox/dispatch.ts';
import { actOf, createRegistry, prepare, type Registry, route } from './inbox/router.ts';
import { type Observer, unobserved } from './operations/observer.ts';
import { retention } from './operations/retention.ts';
import { type Courier, createCourier } from './outbox/courier.ts';
import { openSpecificationThread, type SpecificationThread } from './specifications/worker/index.ts';
import { type Firing, sweepTimers } from './timers/sweep.ts';

/** All features; adding one is a folder and a line here. */
const features: readonly Feature[] = [
  people,
  programme,
  lessons,
  register,
  timeline,
  actions,
  checkins,
  blockers,
  consumers,
  approvals,
  deciding,
  outlook,
  commitments,
  risks,
  mornings,
  meetings,
  retrospectives,
  reports,
  communication,
  briefs,
  kickoffs,
  policies,
  retention,
];

export interface Outside {
  db: Database;
  clock: Clock;
  log: Logger;
  senders: readonly ChatSender[];
  directories: readonly Directory[];
  /** Where documents are examined; its own, started when the first one comes. */
  specifications?: SpecificationThread;
  /** Where chats reach this installation; cards then link to what needs no sign-in. */
  publicUrl?: string | undefined;
  /** 0 ≤ n < 1; spreads retries. */
  random?: () => number;
  /** Is told what happens, for metrics. */
  observer?: Observer;
  /** Messages under way at once; 1 for telling a story in order. */
  underWay?: number;
}

/** Depsync without anything that waits: what the web server, the jobs, the command line and the tests drive. */
export interface Depsync {
  registry: Registry;
  /** What people do comes in here. */
  dispatch(inbound: Inbound): Promise<Reply>;
  /** Fires due timers and takes up messages that a dead process left. True when something fired: more may be due. */
  sweep(): Promise<boolean>;
  /** What delivers; idle until asked. */
  courier: Courier;
  /** The Depsync id of somebody on a platform, who is joined by e-mail address where need be; undefined for strangers. */
  personOf(workspace: string, platform: Platform, externalId: string): Promise<string | undefined>;
  /** Called after each act that was committed, and when there is more to deliver than one process takes at once. */
  onCommitted: (wake: () => void) => void;
}

export function compose(outside: Outside): Depsync {
  const { db, clock, log, senders, directories, random = Math.random, observer = unobserved, underWay } = outside;
  const { specifications = openSpecificationThread(), publicUrl } = outside;
  const registry = withHelp(createRegistry(features));
  const timers = new Map(features.flatMap((feature) => Object.entries(feature.timers ?? {})));
  const together = new Map(features.flatMap((feature) => Object.entries(feature.timersTogether ?? {})));
  const bySender = new Map<Platform, ChatSender>(
    senders.map((sender) => [sender.platform, linking(sender, publicUrl)]),
  );
  const reach = { db, clock, directories: new Map(directories.map((directory) => [directory.platform, directory])) };
  const routes = createRoutes(reach);
  let wake = () => {};

  async function actIn(tx: Tx, inbound: Inbound, { workspace, personId }: Sender): Promise<Act> {
    return actOf(tx, workspace, clock.now(), await getPerson(tx, personId), inbound);
  }

  const inbox = createDispatch({
    db,
    clock,
    identify: createIdentify(reach),
    prepare: (inbound, sender) => {
      const look: Before['look'] = (read) =>
        db.tx(sender.workspace, async (tx) => read(await actIn(tx, inbound, sender)));
      return prepare(registry, { look, specifications }, inbound);
    },
    handle: (tx, inbound, sender, prepared) =>
      observeAct(observer, inbound, async () => {
        const act = await actIn(tx, inbound, sender);
        return route(registry, act, inbound, prepared, sender.handles);
      }),
    onBug: (id, error, inbound) =>
      log.error({ id, err: error, kind: inbound.kind, platform: inbound.place.platform }, 'handler failed'),
    onCommitted: () => wake(),
  });

  const courier = createCourier(
    {
      db,
      clock,
      senders: bySender,
      routes,
      random,
      observe: observer.delivery,
      onError: (error) => log.error({ err: error }, 'delivery failed'),
    },
    { ...(underWay !== undefined && { underWay }), onMore: () => wake() },
  );

  const firing: Firing = {
    together: (kind) => together.has(kind),
    async handle(tx, due, now) {
      const [{ kind, workspace }] = due;
      const [one, many] = [timers.get(kind), together.get(kind)];
      const scope = { tx, workspace, now };
      if (many !== undefined) await many(scope, due);
      else if (one === undefined) throw new Error(`No feature handles the timer ${kind}.`);
      else for (const timer of due) await one(scope, timer);
      for (const timer of due) observer.timer(kind, 'fired', now.diff(timer.dueAt).as('seconds'));
    },
    onError(timer, error) {
      observer.timer(timer.kind, 'failed', clock.at(timer.dueAt).diff(timer.dueAt).as('seconds'));
      log.error({ err: error, timer: timer.id, kind: timer.kind }, 'timer failed');
    },
    onApart([{ kind }, ...others], error) {
      log.warn({ err: error, kind, many: 1 + others.length }, 'timers failed together and are fired one by one');
    },
  };

  return {
    registry,
    dispatch: async (inbound) => linked(await inbox.dispatch(inbound), inbound.place.platform, publicUrl),
    async sweep() {
      const took = stopwatch();
      const fired = await sweepTimers(db, clock, firing);
      await inbox.resume();
      observer.sweep(took());
      return fired > 0;
    },
    courier,
    personOf: createPersonOf(reach),
    onCommitted(callback) {
      wake = callback;
    },
  };
}

/** A chat's sender, of cards with links to what is shared; the console shows its own pages. */
function linking(sender: ChatSender, publicUrl: string | undefined): ChatSender {
  if (sender.platform === 'web' || publicUrl === undefined) return sender;
  const ready = (message: Outgoing) => ({ ...message, card: withSharedLinks(message.card, publicUrl) });
  return {
    ...sender,
    post: (message) => sender.post(ready(message)),
    update: (ref, message) => sender.update(ref, ready(message)),
  };
}

/** The same of an answer that is returned. */
function linked(reply: Reply, platform: Platform, publicUrl: string | undefined): Reply {
  if (platform === 'web' || (reply.kind !== 'card' && reply.kind !== 'replace')) return reply;
  return { ...reply, card: withSharedLinks(reply.card, publicUrl) };
}

async function observeAct(observer: Observer, { kind }: Inbound, act: () => Promise<Reply>): Promise<Reply> {
  const took = stopwatch();
  try {
    const reply = await act();
    observer.act(kind, reply.kind === 'errors' ? 'refused' : 'done', took());
    return reply;
  } catch (error) {
    observer.act(kind, error instanceof UserError ? 'refused' : 'failed', took());
    throw error;
  }
}

/** Everything that can be said: for manifests and documentation. */
export function allCommands(): readonly Command<Act>[] {
  return withHelp(createRegistry(features)).commands;
}

/** The names of everything that a button or a form can do. */
export function allActions(): readonly string[] {
  return [...createRegistry(features).actions.keys()];
}

/** Help lists every command, its own included. */
function withHelp(registry: Registry): Registry {
  const commands = [...registry.commands];
  commands.push(helpCommand(commands));
  return { ...registry, commands };
}
