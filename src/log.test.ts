import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog('trace', { write: (line) => void lines.push(line) }));
  return lines.join('');
}

it('says what failed and where, with its causes', () => {
  const cause = Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'people_handle' });
  const line = logged((log) => log.error({ err: new Error('saving failed', { cause }) }, 'handler failed'));

  expect(JSON.parse(line)).toMatchObject({
    msg: 'handler failed',
    err: {
      message: 'saving failed',
      stack: expect.stringContaining('log.test.ts'),
      cause: { code: '23505', constraint: 'people_handle' },
    },
  });
});

it('keeps parameters of queries, values and secrets to itself', () => {
  const query = Object.assign(new Error('Failed query: insert … params: the vendor is late'), {
    query: 'insert into reports',
    params: ['the vendor is late'],
  });
  const value = Object.assign(new Error('invalid input syntax for type uuid: "the vendor is late"'), { code: '22P02' });
  const call = Object.assign(new Error('refused xoxb-12-secret at postgres://depsync:secret@db/depsync'), {
    headers: { authorization: 'Bearer xoxb-12-secret' },
  });

  const lines = logged((log) => {
    for (const err of [query, value, call])
      log.error({ err, text: 'the vendor is late', act: { token: 'xoxb-1' } }, 'failed');
  });

  expect(lines).not.toMatch(/vendor|secret|xoxb/);
  expect(lines).toContain('insert into reports');
});
