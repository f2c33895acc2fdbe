import type { Activity } from './activity.ts';
import type { Book, Entry } from './book.ts';
import { remember, removed } from './installation.ts';

const bot = { id: '28:app', name: 'Depsync' };
const ana = { id: '29:ana', aadObjectId: 'entra-ana', name: 'Ana' };
const personal: Activity = {
  type: 'message',
  id: '1',
  serviceUrl: 'https://smba.example.com/',
  from: ana,
  recipient: bot,
  conversation: { id: 'a:ana', conversationType: 'personal', tenantId: 't' },
};
const inChannel: Activity = {
  ...personal,
  conversation: { id: '19:c@thread.tacv2;messageid=7', conversationType: 'channel', tenantId: 't' },
  channelData: { team: { id: '19:team@thread.tacv2' }, channel: { id: '19:c@thread.tacv2' } },
};

async function remembered(activity: Activity): Promise<{ entries: Partial<Entry>[]; firstChat: boolean }> {
  const entries: Entry[] = [];
  const book: Pick<Book, 'remember'> = { remember: async (entry) => entries.push(entry) > 0 };
  return { entries, firstChat: await remember(book as Book, activity, true) };
}

it('writes down the chat of a person', async () => {
  const { entries, firstChat } = await remembered(personal);
  expect(firstChat).toBe(true);
  expect(entries).toMatchObject([
    { kind: 'person', externalId: 'entra-ana', conversation: 'a:ana', roster: 'a:ana', member: '29:ana' },
  ]);
});

it('writes down team, channel and who spoke there, whose chat stays unknown', async () => {
  const { entries, firstChat } = await remembered(inChannel);
  expect(firstChat).toBe(false);
  expect(entries).toMatchObject([
    { kind: 'team', externalId: '19:team@thread.tacv2' },
    { kind: 'channel', externalId: '19:c@thread.tacv2', team: '19:team@thread.tacv2' },
    { kind: 'person', externalId: 'entra-ana', conversation: null, roster: '19:c@thread.tacv2' },
  ]);
});

it('writes down a group chat', async () => {
  const group = { ...personal, conversation: { id: '19:g@thread.v2', conversationType: 'groupChat' } };
  expect((await remembered(group)).entries).toMatchObject([
    { kind: 'group', externalId: '19:g@thread.v2', conversation: '19:g@thread.v2' },
    { kind: 'person', conversation: null },
  ]);
});

it('takes an installation in a team for nobody in particular', async () => {
  const installed: Activity = { ...inChannel, type: 'conversationUpdate', membersAdded: [bot] };
  expect((await remembered(installed)).entries.map((entry) => entry.kind)).toEqual(['team', 'channel']);
});

it.each<[string, Partial<Activity>, unknown]>([
  ['removed from a team', { type: 'conversationUpdate', membersRemoved: [bot] }, ['team', '19:team@thread.tacv2']],
  [
    'its team deleted',
    { type: 'conversationUpdate', channelData: { ...inChannel.channelData, eventType: 'teamDeleted' } },
    ['team', '19:team@thread.tacv2'],
  ],
  [
    'its channel deleted',
    { type: 'conversationUpdate', channelData: { ...inChannel.channelData, eventType: 'channelDeleted' } },
    ['channel', '19:c@thread.tacv2'],
  ],
  ['an upgrade of the app', { type: 'installationUpdate', action: 'remove-upgrade' }, undefined],
  ['somebody else removed', { type: 'conversationUpdate', membersRemoved: [ana] }, undefined],
])('knows %s', (_what, change, expected) => {
  expect(removed({ ...inChannel, ...change })).toEqual(expected);
});

it('knows that a person removed the app', () => {
  expect(removed({ ...personal, type: 'installationUpdate', action: 'remove' })).toEqual(['person', 'entra-ana']);
});
