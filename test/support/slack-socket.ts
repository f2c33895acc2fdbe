import { createHash } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Slack's end of Socket Mode: hands envelopes to the app that is connected and gives back what it acknowledges with. */
export interface SlackSocket {
  deliver(type: string, payload: object): Promise<unknown>;
}

/** The constant of RFC 6455, section 1.3. */
const HANDSHAKE = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

interface Frame {
  opcode: number;
  data: Buffer;
  rest: Buffer;
}

/** Takes web sockets on a server of the tests; short frames only, one app at a time. */
export function acceptSocket(server: Server): SlackSocket {
  const waiting = new Map<string, (payload: unknown) => void>();
  let connected: Duplex | undefined;
  let envelopes = 0;

  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    connected = socket;
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${HANDSHAKE}`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    send(socket, TEXT, JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0DEPSYNC' } }));
    let received: Buffer = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (part: Buffer) => {
      received = Buffer.concat([received, part]);
      for (let frame = readFrame(received); frame !== undefined; frame = readFrame(received)) {
        received = frame.rest;
        answer(socket, frame);
      }
    });
  });

  function answer(socket: Duplex, { opcode, data }: Frame): void {
    if (opcode === PING) send(socket, PONG, data);
    if (opcode === CLOSE) {
      send(socket, CLOSE, data);
      socket.end();
    }
    if (opcode !== TEXT) return;
    const { envelope_id, payload } = JSON.parse(data.toString('utf8'));
    waiting.get(envelope_id)?.(payload);
    waiting.delete(envelope_id);
  }

  return {
    deliver(type, payload) {
      const socket = connected;
      if (socket === undefined) throw new Error('No app is connected.');
      envelopes += 1;
      const envelope_id = `envelope-${envelopes}`;
      return new Promise((resolve) => {
        waiting.set(envelope_id, resolve);
        send(socket, TEXT, JSON.stringify({ type, envelope_id, payload, accepts_response_payload: true }));
      });
    },
  };
}

function send(socket: Duplex, opcode: number, content: string | Buffer): void {
  const data = Buffer.from(content);
  const length =
    data.length < 126 ? Buffer.from([data.length]) : Buffer.from([126, data.length >> 8, data.length & 255]);
  socket.write(Buffer.concat([Buffer.from([0x80 | opcode]), length, data]));
}

/** The first whole frame; what a client sends is masked. */
function readFrame(buffer: Buffer): Frame | undefined {
  if (buffer.length < 2) return undefined;
  const short = buffer.readUInt8(1) & 127;
  const start = short === 126 ? 4 : 2;
  if (buffer.length < start + 4) return undefined;
  const length = short === 126 ? buffer.readUInt16BE(2) : short;
  const end = start + 4 + length;
  if (buffer.length < end) return undefined;
  const mask = buffer.subarray(start, start + 4);
  const data = Buffer.from(buffer.subarray(start + 4, end).map((byte, index) => byte ^ mask.readUInt8(index % 4)));
  return { opcode: buffer.readUInt8(0) & 15, data, rest: buffer.subarray(end) };
}
