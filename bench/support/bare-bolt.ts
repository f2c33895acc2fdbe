// A Bolt app that acknowledges every command with a constant: what Slack over HTTP costs without any Depsync. It prints
// its address. Environment: SLACK_SIGNING_SECRET.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, ExpressReceiver } from '@slack/bolt';

const receiver = new ExpressReceiver({
  signingSecret: process.env['SLACK_SIGNING_SECRET'] ?? '',
  endpoints: '/slack/events',
  processBeforeResponse: true,
});
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-test' }), convoStore: false });
app.command(/.*/, ({ ack }) => ack('Everything is fine.'));

const server = createServer(receiver.app);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // a TCP server's address is no string
  console.log(`http://127.0.0.1:${port}`);
});
