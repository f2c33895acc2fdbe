import type { Request } from 'express';
import { isFromOwnPage, isFromThisMachine } from './origin.ts';

function request(headers: Record<string, string>, remoteAddress = '127.0.0.1'): Request {
  return { headers: { host: '127.0.0.1:3000', ...headers }, socket: { remoteAddress } } as unknown as Request; // all that is read of it
}

it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('takes %s for this machine', (address) => {
  expect(isFromThisMachine(request({}, address))).toBe(true);
});

it.each(['10.0.0.7', '::ffff:10.0.0.7', '172.17.0.1', 'fe80::1', ''])(
  'does not take %j for this machine',
  (address) => {
    expect(isFromThisMachine(request({}, address))).toBe(false);
  },
);

it.each(['localhost:3000', 'LOCALHOST', '[::1]:3000', '127.0.0.1'])(
  'takes the host name %s for this machine',
  (host) => {
    expect(isFromThisMachine(request({ host }))).toBe(true);
  },
);

it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:3000'])(
  'does not take %s for this machine, although it leads here',
  (host) => {
    expect(isFromThisMachine(request({ host }))).toBe(false);
  },
);

it.each(['x-forwarded-for', 'forwarded'])('does not take a proxy on this machine for its reader (%s)', (header) => {
  expect(isFromThisMachine(request({ [header]: '203.0.113.9' }))).toBe(false);
});

it.each([
  [{}, true],
  [{ origin: 'http://127.0.0.1:3000' }, true],
  [{ 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:3000' }, true],
  [{ 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ origin: 'http://evil.example' }, false],
  [{ origin: 'http://127.0.0.1:4000' }, false],
  [{ origin: 'null' }, false],
])('judges what a browser says of the page %j: %s', (headers, own) => {
  expect(isFromOwnPage(request(headers))).toBe(own);
});
