import { note } from '../../src/chat/card.ts';
import { startSlackApp } from '../support/slack-app.ts';

const command = {
  command: '/deps',
  text: 'status',
  team_id: 'T0DEPSYNC',
  user_id: 'U1',
  channel_id: 'D1',
  trigger_id: 't1',
  response_url: 'https://hooks.slack.com/commands/1',
};

test('Socket Mode hears a command and answers it, without any address of ours', async () => {
  const app = await startSlackApp({ appToken: 'xapp-test' });
  app.answers({ kind: 'card', card: note('All green') });
  const answer = await app.server.socket.deliver('slash_commands', command);
  expect(answer).toMatchObject({ response_type: 'ephemeral', text: 'All green' });
  expect(app.heard).toMatchObject([{ kind: 'command', text: 'status', sender: 'U1' }]);
  expect(app.slack.router).toBeUndefined();
  await app.stop();
});

const words = {
  type: 'event_callback',
  team_id: 'T0DEPSYNC',
  event: { type: 'message', channel: 'D1', channel_type: 'im', user: 'U1', text: '7 green', ts: '1.1' },
};

test('words that could not be written down are not acknowledged, so that Slack delivers them again', async () => {
  const app = await startSlackApp({ appToken: 'xapp-test' });
  app.answers(() => Promise.reject(new Error('the database is away')));
  let acknowledged = false;
  void app.server.socket.deliver('events_api', { ...words, event_id: 'Ev1' }).then(() => {
    acknowledged = true;
  });
  await app.server.socket.deliver('events_api', { ...words, event_id: 'Ev2' });
  expect(app.heard.map((inbound) => inbound.receipt)).toEqual(['slack:event:Ev1', 'slack:event:Ev2']);
  expect(acknowledged).toBe(false);
  await app.stop();
});

test('a failure over Socket Mode is logged without the words that met it', async () => {
  const app = await startSlackApp({ appToken: 'xapp-test' });
  app.answers(() => Promise.reject(new Error('Failed query: insert; params: the vendor secretum')));
  void app.server.socket.deliver('events_api', { ...words, event_id: 'Ev1' });
  await app.server.socket.deliver('events_api', { ...words, event_id: 'Ev2' });
  expect(app.logged.join()).toContain('slack library failed');
  expect(app.logged.join()).not.toContain('An unhandled error');
  await app.stop();
});
