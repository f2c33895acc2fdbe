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
