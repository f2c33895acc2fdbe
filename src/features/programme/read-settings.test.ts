import {
  readCadence,
  readChannels,
  readInterruptions,
  readLint,
  readRetrospectives,
  readSync,
  readTickets,
  readTiers,
} from './read-settings.ts';

describe('readCadence', () => {
  it.each<[string, number[], string]>([
    ['tue,thu 09:30', [2, 4], '09:30'],
    ['Thursday tuesday, tue 9:05', [2, 4], '09:05'],
    ['mon 00:00', [1], '00:00'],
  ])('reads %s', (words, weekdays, time) => {
    expect(readCadence(words)).toEqual({ weekdays, time });
  });

  it.each([
    ['', 'The weekdays are missing.'],
    ['09:30', 'The weekdays are missing.'],
    ['t 09:30', '“t” is no weekday.'],
    ['tue,funday 09:30', '“funday” is no weekday.'],
    ['tue thu', 'I cannot read “thu” as a time.'],
    ['tue 25:00', 'I cannot read “25:00” as a time.'],
  ])('refuses "%s", saying what to send', (words, complaint) => {
    expect(() => readCadence(words)).toThrow(complaint);
  });
});

describe('readTiers', () => {
  it('reads hours', () => {
    expect(readTiers('24 48h, 72')).toEqual([24, 48, 72]);
  });

  it.each([
    ['', 'Nothing does not fit.'],
    ['24 24', '24 24 does not fit.'],
    ['48 24', '48 24 does not fit.'],
    ['1 2 3 4 5 6', '1 2 3 4 5 6 does not fit.'],
    ['soon', '“soon” is no number of hours.'],
    ['1.5', '“1.5” is no number of hours.'],
    ['0', '“0” is no number of hours.'],
    ['24 9999', 'A tier is 2160 hours (90 days) at most.'],
  ])('refuses "%s", with an example', (words, complaint) => {
    expect(() => readTiers(words)).toThrow(complaint);
    expect(() => readTiers(words)).toThrow('/deps settings tiers 24 48 72');
  });
});

describe('readInterruptions', () => {
  it('reads a number of messages a week, and the word for none bundled', () => {
    expect(readInterruptions('4')).toEqual({ bundled: true, weekly: 4 });
    expect(readInterruptions(' Single')).toEqual({ bundled: false, weekly: 6 });
  });

  it.each(['', '0', '51', '2.5', 'often'])('refuses "%s", with an example', (words) => {
    expect(() => readInterruptions(words)).toThrow('is no number from 1 to 50. Send how many messages a week');
  });
});

describe('readLint', () => {
  it.each<[string, [string, string | undefined][]]>([
    ['', []],
    ['sla warn', [['sla', 'warn']]],
    [
      'SLA=off, purpose: error',
      [
        ['sla', 'off'],
        ['purpose', 'error'],
      ],
    ],
    [
      'sla warn\npurpose default',
      [
        ['sla', 'warn'],
        ['purpose', undefined],
      ],
    ],
    ['sla warn, sla info', [['sla', 'info']]],
  ])('reads "%s"', (words, weights) => {
    expect([...readLint(words)]).toEqual(weights);
  });

  it.each([
    ['slaa warn', '“slaa” is no rule for contracts. Did you mean sla'],
    ['zzzzzzzz warn', '“zzzzzzzz” is no rule for contracts. All stand in docs/contract-rules.md.'],
    ['constructor warn', '“constructor” is no rule for contracts.'],
    ['sla', 'How heavy sla weighs is missing.'],
    ['sla heavy', '“heavy” is no weight. Send rules, each with error, warn, info, off or default'],
    ['sla warn purpose', 'How heavy purpose weighs is missing.'],
  ])('refuses "%s", saying what to send', (words, complaint) => {
    expect(() => readLint(words)).toThrow(complaint);
  });
});

describe('readChannels', () => {
  const channel = { platform: 'slack' as const, conversation: 'C0777', direct: false };

  it('reads names, a channel picked in Slack, and here; each once', () => {
    expect(readChannels('here slack:C0777 <#C0123|launch> web:leadership', channel)).toEqual([
      { platform: 'slack', id: 'C0777' },
      { platform: 'slack', id: 'C0123' },
      { platform: 'web', id: 'leadership' },
    ]);
  });

  it('reads a channel of Teams by its id, and by the link that Teams copies', () => {
    const id = '19:0a1b2c3d@thread.tacv2';
    const link = 'https://teams.microsoft.com/l/channel/19%3A0a1b2c3d%40thread.tacv2/Launch?groupId=1&tenantId=2';
    expect(readChannels(`teams:${id}`)).toEqual([{ platform: 'teams', id }]);
    expect(readChannels(link)).toEqual([{ platform: 'teams', id }]);
  });

  it.each([
    ['', 'Name one to 5 channels'],
    ['teams:19:x;messageid=1', 'is no Teams channel. Send here in the channel, or the link'],
    ['a b c d e f', 'Name one to 5 channels'],
    ['#general', '“#general” names no channel.'],
    ['slack:general', '“slack:general” is no Slack channel id.'],
    ['irc:x', '“irc:x” names no channel.'],
    ['web:<script>', '“web:<script>” names no channel.'],
    ['here', 'Here is no channel that others read.'],
  ])('refuses "%s"', (words, complaint) => {
    expect(() => readChannels(words, { ...channel, direct: true })).toThrow(complaint);
  });
});

describe('ticket ids', () => {
  it('are read with where they lead', () => {
    expect(readTickets('PROJ-# = https://tracker.example/?id=PROJ-#; OPS-#=http://ops/#')).toEqual([
      { id: 'PROJ-#', url: 'https://tracker.example/?id=PROJ-#' },
      { id: 'OPS-#', url: 'http://ops/#' },
    ]);
    expect(readTickets('none')).toEqual([]);
  });

  it.each([
    '',
    'PROJ-#',
    'PROJ- = https://x/#',
    'PROJ-# = javascript:alert(#)',
    '(a+)+# = https://x/#',
    'P-# = https://x/',
  ])('refuse “%s”, and say what to send', (words) => {
    expect(() => readTickets(words)).toThrow('/deps settings tickets PROJ-# =');
  });
});

describe('the weekly sync', () => {
  it.each([
    ['', {}],
    ['thu,tue', { weekdays: [2, 4] }],
    ['45', { minutes: 45 }],
    ['Wed 30 min', { weekdays: [3], minutes: 30 }],
    ['mon tue 60min', { weekdays: [1, 2], minutes: 60 }],
  ])('reads “%s”', (words, sync) => {
    expect(readSync(words)).toEqual(sync);
  });

  it.each([
    ['someday', '“someday” is no weekday.'],
    ['tue 5', 'A sync takes 15 to 120 minutes; you sent 5.'],
    ['30 45', 'you sent 30 and 45.'],
    ['4x', 'you sent 4x.'],
  ])('refuses “%s”', (words, complaint) => {
    expect(() => readSync(words)).toThrow(complaint);
  });
});

it('reads whether a survey is anonymous, and how long it is open', () => {
  expect(readRetrospectives('anonymous 3d')).toEqual({ anonymous: true, workingDays: 3 });
  expect(readRetrospectives('Named')).toEqual({ anonymous: false, workingDays: 5 });
  for (const words of ['', 'secret', 'anonymous 0', 'named 21d', 'anonymous soon']) {
    expect(() => readRetrospectives(words)).toThrow('Send anonymous or named, and the working days to answer, 1 to 20');
  }
});
