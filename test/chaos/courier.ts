import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { signatureOf } from '../support/slack-user.ts';
import type { Random } from './random.ts';

/** Slack delivers an event again when it hears no answer; here more often than three times, for the web process dies more often. */
const MOST_DELIVERIES = 12;
const BETWEEN_DELIVERIES_MS = 1_000;
const LONGEST_HELD_BACK_MS = 1_500;
const GIVES_UP_AFTER_MS = 10_000;

/** What lies between Slack and Depsync: it delivers again what was not answered, some things twice, some late. */
export interface Courier {
  url: string;
  duplicate(count: number): void;
  holdBack(count: number): void;
  close(): Promise<void>;
}

export async function startCourier(target: string, secret: string, random: Random): Promise<Courier> {
  let duplicates = 0;
  let heldBack = 0;

  async function deliver(body: string, headers: IncomingHttpHeaders, nth: number) {
    // A later delivery has a later timestamp, and so another signature.
    const signed = signatureOf(secret, body, Math.floor(Date.now() / 1000) + nth);
    const again = nth === 0 ? {} : { 'x-slack-retry-num': String(nth), 'x-slack-retry-reason': 'http_timeout' };
    const response = await fetch(`${target}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': headers['content-type'] ?? '', ...signed, ...again },
      body,
      signal: AbortSignal.timeout(GIVES_UP_AFTER_MS),
    });
    return { status: response.status, text: await response.text() };
  }

  async function untilAnswered(body: string, headers: IncomingHttpHeaders) {
    const deliveries = headers['content-type']?.includes('json') ? MOST_DELIVERIES : 1;
    for (let nth = 0; nth < deliveries; nth += 1) {
      const answer = await deliver(body, headers, nth).catch(() => undefined);
      if (answer?.status === 200) return answer;
      if (nth + 1 < deliveries) await pause(BETWEEN_DELIVERIES_MS);
    }
    return { status: 502, text: 'Depsync did not answer.' };
  }

  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const body = Buffer.concat(parts).toString('utf8');
      if (heldBack > 0) {
        heldBack -= 1;
        await pause(random.between(200, LONGEST_HELD_BACK_MS));
      }
      const twice = duplicates > 0;
      if (twice) duplicates -= 1;
      const [answer] = await Promise.all([
        untilAnswered(body, request.headers),
        twice ? deliver(body, request.headers, MOST_DELIVERIES).catch(() => {}) : undefined,
      ]);
      response.writeHead(answer.status).end(answer.text);
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is no string
  return {
    url: `http://127.0.0.1:${port}`,
    duplicate: (count) => {
      duplicates += count;
    },
    holdBack: (count) => {
      heldBack += count;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
