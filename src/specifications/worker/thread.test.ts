import { templates } from '../templates/index.ts';
import { LIMITS, openSpecificationThread } from './thread.ts';

const bytes = (text: string) => Buffer.from(text);

it('reads and lints on a thread, one after another', async () => {
  const thread = openSpecificationThread();

  const inspections = await Promise.all(
    Object.values(templates).map((text) =>
      thread.run('inspect', { bytes: bytes(text), policy: { 'filled-in': 'off' } }),
    ),
  );

  await thread.close();
  expect(inspections.map(({ format, version, findings }) => [format, version, findings])).toEqual([
    ['openapi', '1.0.0', []],
    ['asyncapi', '1.0.0', []],
    ['json-schema', '1.0.0', []],
  ]);
  expect(new Set(inspections.map(({ hash }) => hash)).size).toBe(3);
});

it('passes a refusal on as it was said, and goes on', async () => {
  const thread = openSpecificationThread();

  const refused = thread.run('inspect', { bytes: bytes('swagger: "2.0"'), policy: {} });
  const taken = thread.run('inspect', { bytes: bytes(templates.openapi), policy: {} });

  await expect(refused).rejects.toMatchObject({ kind: 'invalid-input', code: 'unknown-kind' });
  await expect(taken).resolves.toMatchObject({ format: 'openapi' });
  await thread.close();
});

it('ends a job at its time limit, says so, and takes the next', async () => {
  const thread = openSpecificationThread({ ...LIMITS, timeMs: 1 });

  await expect(thread.run('inspect', { bytes: bytes(templates.openapi), policy: {} })).rejects.toMatchObject({
    kind: 'invalid-input',
    message: 'Examining this specification takes more than 0.001 s. Split it, or take out what repeats.',
  });
  await expect(thread.run('inspect', { bytes: bytes(templates.openapi), policy: {} })).rejects.toMatchObject({
    code: 'specification-too-heavy',
  });
  await thread.close();
});

it('ends a job that fills its memory, and the process lives', async () => {
  const thread = openSpecificationThread({ ...LIMITS, memoryMb: 40 });
  const list = `openapi: 3.1.0\nx-list: [${'[1,2],'.repeat(160_000)}]`;

  await expect(thread.run('inspect', { bytes: bytes(list), policy: {} })).rejects.toMatchObject({
    message: 'Examining this specification takes more than 40 MB of memory. Split it, or take out what repeats.',
  });
  await expect(thread.run('inspect', { bytes: bytes(templates.openapi), policy: {} })).resolves.toMatchObject({
    format: 'openapi',
  });
  await thread.close();
});
