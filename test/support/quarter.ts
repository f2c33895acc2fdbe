import { invitation } from './calendar.ts';
import { type Launch, launchWith, type PLATFORMS } from './launch.ts';
import type { SeedDependency } from './seed.ts';
import type { User } from './user.ts';

/** Fourteen people in seven zones: Berlin, London, New York, Los Angeles, Kolkata, Tokyo and Auckland. Eva and Omar read the brief. */
const CAST = {
  ana: { zone: 'Europe/Berlin', delegate: 'ben' },
  ben: { zone: 'Europe/Berlin', delegate: 'ana' },
  lena: { zone: 'Europe/London', delegate: 'ana' },
  nils: { zone: 'Europe/London', delegate: 'ben' },
  mei: { zone: 'America/Los_Angeles', delegate: 'ana' },
  chloe: { zone: 'America/New_York', team: 'part', delegate: 'grace' },
  grace: { zone: 'America/New_York', team: 'part', delegate: 'chloe' },
  eve: { zone: 'Pacific/Auckland', team: 'part', delegate: 'chloe' },
  tom: { zone: 'America/Los_Angeles', team: 'part', delegate: 'grace' },
  dev: { zone: 'Asia/Kolkata', team: 'data', delegate: 'sana' },
  sana: { zone: 'Asia/Kolkata', team: 'data', delegate: 'dev' },
  kim: { zone: 'Asia/Tokyo', team: 'data', delegate: 'sana' },
  eva: { zone: 'Europe/Berlin', delegate: 'lena' },
  omar: { zone: 'America/New_York', delegate: 'eva' },
} as const;
export type Handle = keyof typeof CAST;

const CONTACTS = { product: 'chloe', engineering: 'grace', qa: 'eve' } as const;
const DEPENDENCIES: SeedDependency[] = [
  {
    title: 'Orders API',
    owner: 'ana',
    delegate: 'ben',
    dueDate: '2027-03-05',
    neededBy: '2027-03-08',
    contacts: CONTACTS,
  },
  { title: 'Usage feed', owner: 'dev', kind: 'data-feed', dueDate: '2027-04-02' },
  { title: 'Search', owner: 'mei', delegate: 'ana', dueDate: '2027-03-01', neededBy: '2027-03-03' },
  { title: 'Ledger events', owner: 'kim', kind: 'event-topic', dueDate: '2027-04-09' },
  { title: 'Billing page', owner: 'eve', dueDate: '2027-04-09' },
  { title: 'Payout API', owner: 'nils', dueDate: '2027-04-09' },
  { title: 'Statement page', owner: 'grace', dueDate: '2027-04-09' },
  { title: 'Fraud scores', owner: 'sana', kind: 'data-feed', dueDate: '2027-04-09' },
];

/** Mon 1 Feb 2027, 09:00 in Berlin. */
const MONDAY = '2027-02-01T08:00:00Z';

/** A quarter of one launch on one platform, and what its people do again and again. */
export interface Quarter {
  launch: Launch<Handle>;
  users: Readonly<Record<Handle, User>>;
  until: Launch['until'];
  /** Lets the round of this Tuesday come; when all were asked, in Los Angeles last, the lead says for them that all is well. */
  round(day: string, open: readonly number[]): Promise<void>;
  /** Asserts that each reads these words from this minute on, and not a minute before. */
  comesAt(words: string, rows: readonly (readonly [Handle, string])[]): Promise<void>;
  /** Asserts the instant of the newest sync in its calendar file, and that its lead was told of it by each of these clocks. */
  meetsAt(start: string, clocks: Readonly<Record<string, string>>): Promise<void>;
}

/** Starts it on Mon 1 Feb 2027, 09:00 in Berlin, with its milestones, its cadence and who reads the brief. */
export async function startQuarter(platform: (typeof PLATFORMS)[number]): Promise<Quarter> {
  const launch = await launchWith(platform, MONDAY, { release: '2027-04-23', dependencies: DEPENDENCIES }, CAST);
  const { users, until } = launch;
  const { lena } = users;
  await lena.asks('settings channel leadership here', launch.leadership);
  await lena.asks('settings channel programme here', launch.programme);
  for (const day of ['Beta: 19 Mar', 'Release: 23 Apr']) await lena.asks(`milestones programme ${day}`);
  await lena.asks('settings cadence tue 09:30');
  await lena.asks('settings retro anonymous 4d');
  await lena.asks('settings brief mon 08:30 @eva @omar');
  return {
    launch,
    users,
    until,
    async round(day, open) {
      await until(`${day}T18:00:00Z`);
      expect(await lena.asks(`reply ${open.map((key) => `${key} green`).join('; ')}`)).toContain('Recorded for');
    },
    async comesAt(words, rows) {
      for (const [who, at] of rows) {
        await until(new Date(Date.parse(at) - 60_000).toISOString());
        expect(await users[who].reads()).not.toContain(words);
        await until(at);
        expect(await users[who].reads()).toContain(words);
      }
    },
    async meetsAt(start, clocks) {
      expect(await invitation(launch.installation)).toMatchObject({ start, method: 'REQUEST' });
      const told = await lena.reads();
      for (const [city, at] of Object.entries(clocks)) expect(told).toMatch(new RegExp(`${city}:? ${at}`));
    },
  };
}
