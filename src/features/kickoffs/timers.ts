import type { Scope, TimerHandler } from '../feature.ts';
import { getProgramme } from '../programme/index.ts';
import { post, warnLeads } from './show.ts';
import * as store from './store.ts';

export const WARN = 'kickoffs.warn';
export const POST = 'kickoffs.post';

/** Four hours before the summary is due: the leads are warned, unless it is posted. */
const warn: TimerHandler = async (scope, { subject }) => {
  const waiting = await waitingFor(scope, subject);
  if (waiting !== undefined) await warnLeads(scope, waiting.programme, waiting.kickoff);
};

/** The summary is due: it is posted by itself, with its gaps named, unless a lead did. */
const postItself: TimerHandler = async (scope, { subject }) => {
  const waiting = await waitingFor(scope, subject);
  if (waiting !== undefined) await post(scope, waiting.programme, waiting.kickoff, null);
};

/** The kickoff, locked, when it is still to be posted. */
async function waitingFor({ tx }: Scope, id: string) {
  const kickoff = await store.lockKickoff(tx, id);
  if (kickoff === undefined || kickoff.postedAt !== null) return undefined;
  return { kickoff, programme: await getProgramme(tx, kickoff.programmeId) };
}

export const timers = { [WARN]: warn, [POST]: postItself };
