import { type Finding, ok, warn } from './finding.ts';

/** Where Depsync was installed in Teams, and whom it can write to. */
export function judgeInstallation({ teams, people }: { teams: number; people: number }): Finding {
  const name = 'teams installation';
  if (people === 0) {
    return warn(
      name,
      'Teams was not heard from yet',
      'install the app for yourself or in a team, and say help to it; the messaging endpoint must end with /api/messages',
    );
  }
  const found = `people met: ${people}, teams it is installed in: ${teams}`;
  return teams === 0
    ? warn(name, found, 'add the app to a team: whoever never spoke to Depsync is found among its members')
    : ok(name, found);
}
