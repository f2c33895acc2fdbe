import { isSlackAddress } from './respond.ts';

test.each(['https://hooks.slack.com/commands/T1/1/x', 'https://hooks.slack-gov.com/actions/T1/1/x'])(
  '%s is one of Slack',
  (address) => {
    expect(isSlackAddress(address, undefined)).toBe(true);
  },
);

test.each([
  'http://hooks.slack.com/commands',
  'https://hooks.slack.com.evil.example/x',
  'https://evil.example/hooks.slack.com',
  'https://evilslack-gov.com/x',
  'https://hooks.slack.com@evil.example/x',
  'http://127.0.0.1:4000/response/1',
  'file:///etc/passwd',
  'no address',
])('%s is not', (address) => {
  expect(isSlackAddress(address, undefined)).toBe(false);
});

test('the configured API address counts, with its port', () => {
  const apiUrl = 'http://127.0.0.1:4000/api/';
  expect(isSlackAddress('http://127.0.0.1:4000/response/1', apiUrl)).toBe(true);
  expect(isSlackAddress('http://127.0.0.1:4001/response/1', apiUrl)).toBe(false);
  expect(isSlackAddress('https://127.0.0.1:4000/response/1', apiUrl)).toBe(false);
});
