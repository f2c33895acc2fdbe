import type { Installation } from './installation.ts';
import type { Fault } from './plan.ts';

/** Lets one thing go wrong. */
export async function inject(world: Installation, fault: Fault): Promise<void> {
  switch (fault.kind) {
    case 'kill':
      return world.processes.kill(fault.process, fault.downMs);
    case 'suspend':
      return world.processes.suspend(fault.process, fault.forMs);
    case 'empty queue':
      await world.emptyQueue();
      return;
    case 'cut queue':
      world.queue.cut();
      return;
    case 'cut database':
      await world.cutDatabase();
      return;
    case 'restart database':
      return world.restartDatabase(fault.downMs);
    case 'slack':
      return world.slack.misbehave(fault.how, { times: fault.calls });
    case 'teams':
      return world.teams.misbehave(fault.how, { times: fault.calls });
    case 'outage':
      if (fault.platform === 'slack') return world.slack.misbehave(fault.how, { times: Number.POSITIVE_INFINITY });
      return world.teams.misbehave(fault.how, { times: Number.POSITIVE_INFINITY });
    case 'duplicate events':
      return world.courier.duplicate(fault.count);
    case 'reordered events':
      return world.courier.holdBack(fault.count);
  }
}

/** What a fault is called in the report. */
export function nameOf(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
    case 'suspend':
      return fault.kind === 'suspend' ? `suspend ${fault.process}, its clock jumps` : `kill ${fault.process}`;
    case 'slack':
    case 'teams':
      return `${fault.kind} ${fault.how}`;
    case 'outage':
      return `${fault.platform} is out, ${fault.how}`;
    case 'empty queue':
    case 'cut queue':
    case 'cut database':
    case 'restart database':
    case 'duplicate events':
    case 'reordered events':
      return fault.kind;
  }
}

/** A span in which a worker may not have been able to write down what became of a call, in the machine's milliseconds. */
export interface BlindSpot {
  from: number;
  to: number;
}

/** The one that a fault makes now; a web process delivers nothing. */
export function blindSpotOf(fault: Fault): BlindSpot[] {
  const from = Date.now();
  const { kind } = fault;
  if ((kind === 'kill' || kind === 'suspend') && fault.process === 'web') return [];
  if (kind === 'kill' || kind === 'cut database') return [{ from, to: from }];
  if (kind === 'suspend') return [{ from, to: from + fault.forMs }];
  if (kind === 'restart database') return [{ from, to: from + fault.downMs }];
  return [];
}
