// A server that answers every call of Slack's Web API alike, as a process of its own; its parent is told the address.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

let count = 0;
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    count += 1;
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(`{"ok":true,"channel":"C1","ts":"1700000000.${String(count).padStart(6, '0')}"}`);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // a TCP server's address is no string
  process.send?.(`http://127.0.0.1:${port}/api/`);
});
process.on('disconnect', () => process.exit());
