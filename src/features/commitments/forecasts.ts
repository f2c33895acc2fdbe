import type { Circle } from '../escalations/index.ts';
import type { Act, Scope } from '../feature.ts';
import { getPeople, listTeams, type Team } from '../people/index.ts';
import type { Terms } from './model.ts';
import { keptBy, type Lateness, lateBy, latenessOf } from './rules/forecast.ts';
import * as store from './store.ts';

/** When a promise is kept, going by the past of who gives it. */
export interface Forecast {
  team: Team;
  /** YYYY-MM-DD */
  p50: string;
  p85: string;
  lateness: Lateness;
  /** True when somebody of the team has seen what its history says by now: others see it after that. */
  seen: boolean;
}

/** How late each producer team keeps its promises. */
export async function latenesses(
  { tx }: Pick<Scope, 'tx'>,
  programmeId: string,
): Promise<{ team: Team; lateness: Lateness | undefined; seen: boolean }[]> {
  const kept = await store.keptPromises(tx, programmeId);
  const owners = await getPeople(
    tx,
    kept.map(({ ownerId }) => ownerId),
  );
  const late = kept.map(({ teamId, ownerId, promisedFor, keptOn }) => ({
    teamId,
    days: lateBy(owners.get(ownerId)?.calendar ?? {}, promisedFor, keptOn),
  }));
  const seen = await store.listForecastsSeen(tx, programmeId);
  const all = late.map(({ days }) => days);
  return (await listTeams(tx)).map((team) => {
    const own = late.filter(({ teamId }) => teamId === team.id).map(({ days }) => days);
    return { team, lateness: latenessOf(own, all), seen: (seen.get(team.id) ?? -1) >= own.length };
  });
}

/** The forecast for these terms; null without any history. */
export async function forecastFor(
  scope: Pick<Scope, 'tx'>,
  { programme, dependency }: Circle,
  { ownerId, byDate }: Terms,
): Promise<Forecast | null> {
  const found = (await latenesses(scope, programme.id)).find(({ team }) => team.id === dependency.producerTeamId);
  if (found?.lateness === undefined) return null;
  const calendar = (await getPeople(scope.tx, [ownerId])).get(ownerId)?.calendar ?? {};
  const { team, lateness, seen } = found;
  return {
    team,
    lateness,
    seen,
    p50: keptBy(calendar, byDate, lateness.p50),
    p85: keptBy(calendar, byDate, lateness.p85),
  };
}

/** Notes that somebody of the team looks at what its history says; others may see it from now on. */
export async function noteSeen(
  { tx, now, by }: Pick<Act, 'tx' | 'now' | 'by'>,
  programmeId: string,
  { team, lateness }: { team: Team; lateness: Lateness },
): Promise<void> {
  if (by.teamId !== team.id) return;
  await store.saveForecastSeen(tx, { programmeId, teamId: team.id, promises: lateness.own, byId: by.id, at: now });
}
