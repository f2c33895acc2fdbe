import { readFileSync } from 'node:fs';
import { InvalidInput } from '../../core/errors.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import type { Known } from './model.ts';
import { readRegister } from './read.ts';

const nobody: Known = { teams: [], people: [] };
const known = { teams: ['plat', 'part'], people: ['ana', 'ben'] };

const base = `
programme: { key: Q1, name: Q1 launch, leads: [ana] }
teams:
  - { key: plat, name: Product Platform, lead: ana }
  - { key: part, name: Partner Experience }
people:
  - { handle: ana, name: Ana Ferro, zone: Europe/Berlin, delegate: ben }
  - { handle: ben, name: Ben Okoro }
dependencies:
  - key: DEP-1
    title: Orders API
    kind: api
    producer: plat
    consumers: [part]
    owner: ana
    risk: high
`;

const read = (text: string, kind: 'yaml' | 'csv' = 'yaml', facts = nobody) =>
  readRegister({ name: kind === 'csv' ? 'file.csv' : 'file', bytes: Buffer.from(text) }, facts).document;

function refused(text: string, kind: 'yaml' | 'csv' = 'yaml', facts = nobody): string {
  try {
    read(text, kind, facts);
  } catch (error) {
    if (error instanceof InvalidInput) return error.message;
    throw error;
  }
  throw new Error('The file was accepted.');
}

const owned = (more: string) => `${base}    ${more}\n`;
const instead = (from: string, to: string) => {
  expect(base).toContain(from);
  return base.replace(from, to);
};

test('a small register is read, and the example', () => {
  expect(read(base).dependencies[0]).toMatchObject({ key: 'DEP-1', consumers: ['part'] });
  const example = read(readFileSync('examples/q1-launch.yaml', 'utf8'));
  expect([example.teams.length, example.people.length, example.dependencies.length]).toEqual([3, 14, 16]);
});

test('weights of rules for contracts are read, and wrong ones told with their place', () => {
  const weighing = (lint: string) =>
    instead('leads: [ana] }', `leads: [ana], policy: { contracts: { lint: { ${lint} } } } }`);
  expect(read(weighing('sla: warn')).programme?.policy).toEqual({ contracts: { lint: { sla: 'warn' } } });
  const wrong = refused(weighing('slaa: warn, purpose: heavy'));
  expect(wrong).toContain('programme.policy.contracts.lint.slaa, line 2: there is none of this name. Did you mean sla');
  expect(wrong).toContain('All stand in docs/contract-rules.md.');
  expect(wrong).toContain('lint.purpose, line 2: “heavy” is none of: error, warn, info, off.');
});

test('the weekly sync is read with what is left out as usual, and refused by name', () => {
  const syncing = (sync: string) => instead('leads: [ana] }', `leads: [ana], policy: { sync: { ${sync} } } }`);
  expect(read(syncing('on: true, minutes: 30')).programme?.policy?.sync).toMatchObject({
    on: true,
    minutes: 30,
    weekdays: [2, 3, 4],
  });
  expect(refused(syncing('minutes: 500'))).toContain('programme.policy.sync.minutes');
  expect(refused(syncing('minute: 30'))).toContain('there is no such field. Did you mean minutes');
});

test('the brief and the interruptions of a policy are read with what is left out as usual', () => {
  const policy = 'brief: { people: [ana] }, interruptions: { weekly: 4 }';
  expect(read(instead('leads: [ana] }', `leads: [ana], policy: { ${policy} } }`)).programme?.policy).toEqual({
    brief: { people: ['ana'], channels: [], weekday: 1, time: '08:30' },
    interruptions: { bundled: true, weekly: 4 },
  });
});

test('JSON is read too', () => {
  expect(read(JSON.stringify(read(base)))).toEqual(read(base));
});

test.each([
  ['owner: ana', 'owner: amna', 'dependencies[0].owner, line 15: nobody is called @amna. Did you mean @ana?'],
  ['lead: ana', 'lead: zzzzz', 'teams[0].lead, line 4: nobody is called @zzzzz. Add the person under people.'],
  ['leads: [ana]', 'leads: [amna]', 'programme.leads[0], line 2: nobody is called @amna. Did you mean @ana?'],
  ['leads: [ana]', 'leads: []', 'programme.leads, line 2: is empty.'],
  ['[part]', '[prt]', 'dependencies[0].consumers[0], line 14: there is no team prt. Did you mean part?'],
  ['[part]', '[part, part]', 'dependencies[0].consumers[1], line 14: part stands here twice'],
  ['[part]', '[plat]', 'plat is the producer and cannot wait for itself'],
  ['delegate: ben', 'delegate: ana', 'people[0].delegate, line 7: @ana cannot stand in for @ana'],
  ['Europe/Berlin', 'Europe/Berln', 'people[0].zone, line 7: “Europe/Berln” does not fit. Time zone by its IANA name'],
  ['Europe/Berlin', '+03:00', 'people[0].zone, line 7: “+03:00” does not fit'],
  ['handle: ben', 'handle: ana', 'people[1].handle, line 8: ana stands here twice'],
  ['key: part', 'key: plat', 'teams[1].key, line 5: plat stands here twice'],
  ['risk: high', 'risk: hgh', 'dependencies[0].risk, line 16: “hgh” is none of: low, medium, high. Did you mean high?'],
  ['risk: high', 'riks: high', 'dependencies[0].riks, line 16: there is no such field. Did you mean risk or links?'],
  ['title: Orders API', 'title: 2027', 'dependencies[0].title, line 11: 2027 is no text. Put it in quotes: "2027".'],
  ['    title: Orders API\n', '', 'dependencies[0].title, line 10: is missing. What it is. For example: Orders API v2'],
  ['key: DEP-1', 'key: dep-1', 'dependencies[0].key, line 10: “dep-1” does not fit'],
])('%p in place of which stands %p is refused with its line', (from, to, message) => {
  expect(refused(instead(from, to))).toContain(message);
});

test.each([
  ['due: 2026-02-30', 'dependencies[0].due, line 17: “2026-02-30” does not fit'],
  ['delegate: ana', '@ana is the owner already'],
  ['links: [{ label: X, url: "javascript:alert(1)" }]', 'links[0].url, line 17: “javascript:alert(1)” does not fit'],
  [`title2: x`, 'there is no such field. Did you mean title?'],
  [`interface: ${'x'.repeat(501)}`, 'has 501 characters. Shorten it to 500.'],
  [`status: { colour: red, reason: ${'x'.repeat(501)} }`, 'dependencies[0].status.reason, line 17: has 501 characters'],
  ['status: { colour: blue }', '“blue” is none of: red, yellow, green'],
  ['status: { colour: red, at: "2026-11-27 10:00" }', 'date and time with an offset or Z'],
  ['contacts: { qa: { person: ben, delegate: ben } }', '@ben is the contact already'],
  ['contacts: { tester: { person: ben } }', 'contacts.tester, line 17: there is no such field'],
  ['blocker: { reason: x, raisedBy: bob, raisedAt: "2026-11-27T10:00Z" }', 'nobody is called @bob. Did you mean @ben'],
  ['contract: { version: 2, url: "https://x.example.com", submittedBy: ana }', '2 is no text. Put it in quotes: "2".'],
  [`obligations: [${Array(21).fill('PII').join()}]`, 'has 21 entries. At most 20 are taken.'],
  ['owner: ben', 'line 17: owner stands here twice. Keep one.'],
])('%p is refused', (more, message) => {
  expect(refused(owned(more))).toContain(message);
});

describe('gates', () => {
  const withGates = (approvers: string, criteria = '[]') => {
    const gate = `{ name: Review, criteria: ${criteria}, approvers: ${approvers}, quorum: any, workingDays: 2 }`;
    return instead('leads: [ana] }', `leads: [ana], policy: { gates: [${Array(4).fill(gate).join()}] } }`);
  };

  test('name people, teams and roles, and what is ticked', () => {
    const { programme } = read(withGates('{ teams: [part], people: [ben], roles: [compliance] }', '[Scope is agreed]'));
    expect(programme?.policy?.gates?.[0]).toMatchObject({
      criteria: ['Scope is agreed'],
      approvers: { teams: ['part'], people: ['ben'], roles: ['compliance'], leadsOf: [] },
    });
  });

  test.each([
    ['{ teams: [prt] }', '[]', 'approvers.teams[0], line 2: there is no team prt. Did you mean part?'],
    ['{ people: [bne] }', '[]', 'line 2: nobody is called @bne. Did you mean @ana or @ben?'],
    ['{ roles: [legal] }', '[]', '“legal” is none of: product, engineering, qa, analytics, compliance'],
    ['{ teams: [part] }', `[${Array(11).fill('x').join()}]`, 'has 11 entries. At most 10 are taken.'],
    ['{ teams: [part] }', `[${'x'.repeat(151)}]`, 'has 151 characters. Shorten it to 150.'],
  ])('that ask %s, with %.20s, are refused', (approvers, criteria, message) => {
    expect(refused(withGates(approvers, criteria))).toContain(message);
  });
});

test('a status needs somebody who said it', () => {
  const text = instead('    owner: ana\n', '    status: { colour: green }\n');
  expect(refused(text)).toContain('dependencies[0].status, line 15: nobody said it. Name the owner');
});

test('the e-mail address and the Slack id belong to one person', () => {
  const both = base
    .replace('zone: Europe/Berlin', 'email: a@example.com, slack: U0123ABCD')
    .replace('name: Ben Okoro', 'name: Ben Okoro, email: A@example.com, slack: U0123ABCD');
  expect(refused(both)).toContain('people[1].email, line 8: a@example.com stands here twice');
  expect(refused(both)).toContain('people[1].slack, line 8: U0123ABCD stands here twice');
});

test('all errors are told at once, the first fifty in words', () => {
  const people = Array.from({ length: 70 }, (_, index) => `  - { handle: p${index}, name: "" }`).join('\n');
  const told = refused(`people:\n${people}`);
  expect(told).toContain('file has 70 errors. Nothing was changed.');
  expect(told.split('\n')).toHaveLength(1 + 50 + 1);
  expect(told).toContain('and 20 more');
});

test('what is no YAML is refused with its line', () => {
  expect(refused('programme: [')).toMatch(/line 1: Flow sequence/);
  expect(refused('')).toContain('it is empty');
  expect(refused('just words')).toContain('line 1: “just words” does not fit');
});

test('a file that would fill memory or stack is refused', () => {
  expect(refused('a: &a [x,x]\nb: [*a,*a]')).toContain('line 2: aliases (*a) are not read. Write the part out.');
  expect(refused('programme: &a\n  policy: *a\n')).toContain('line 2: aliases (*a) are not read');
  expect(refused('programme: !!binary aGk=')).toContain('line 1: tags (!) are not read');
  expect(refused('- '.repeat(5_000))).toContain('it is nested too deeply');
  expect(refused('['.repeat(20_000))).toContain('it is nested too deeply');
  expect(refused('x'.repeat(3_000_000))).toContain('file has 3.0 MB; at most 2.0 MB are taken');
  expect(refused('x,'.repeat(1_500_000), 'csv')).toContain('3.0 MB');
  expect(MAX_FILE_BYTES).toBe(2_000_000);
});

test('more dependencies than an import takes are refused', () => {
  const row = 'T,api,plat,part\n';
  const told = refused(`title,kind,producer,consumers\n${row.repeat(10_001)}`, 'csv', known);
  expect(told).toContain('has 10001 entries. At most 10000 are taken.');
});

test('text is cleaned of what cannot be kept', () => {
  const [first] = read(instead('title: Orders API', 'title: "  Ord\\0ers \\ud800 API "')).dependencies;
  expect(first?.title).toBe('Orders \uFFFD API');
});

test('CSV names row and column', () => {
  const head = 'key,title,kind,producer,consumers,owner,due';
  const told = refused(`${head}\nDEP-1,A,api,plat,prt,amna,\nDEP-2,B,apy,plat,part,ana,2026-02-30`, 'csv', known);
  expect(told).toContain('row 3, column kind: “apy” is none of');
  expect(told).toContain('row 3, column due: “2026-02-30” does not fit');
  expect(told).toContain('row 2, column consumers: there is no team prt. Did you mean part?');
  expect(told).toContain('row 2, column owner: nobody is called @amna. Did you mean @ana?');
});

test.each([
  ['titel,kind,producer,consumers\n', 'there is no column “titel”. Did you mean title?'],
  ['title,kind,producer\n', 'the column consumers is missing'],
  ['title,title,kind,producer,consumers\n', 'the column title is there twice'],
  [
    'title,kind,producer,consumers\nA,api,plat,part,left over\n',
    'row 2: has more cells than the first row has columns',
  ],
  ['title,kind,producer,consumers\n"A,api,plat,part\n', 'Quote Not Closed'],
])('the CSV %p is refused', (text, message) => {
  expect(refused(text, 'csv', known)).toContain(message);
});

test('semicolons separate columns and items', () => {
  const text = 'title;kind;producer;consumers;obligations\nA;api;plat;"part 2026-12-07";"PII; a\\;b"\n';
  expect(read(text, 'csv', known).dependencies).toEqual([
    {
      title: 'A',
      kind: 'api',
      producer: 'plat',
      consumers: [{ team: 'part', neededBy: '2026-12-07' }],
      obligations: ['PII', 'a;b'],
    },
  ]);
});
