import { startWorld, type World } from '../support/depsync.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld('2026-11-30T06:00:00Z', { dependencies: [{ title: 'Orders API' }] });
});
afterAll(() => world.end());

it('answers an unknown word with the nearest commands', async () => {
  const ana = await world.actor('ana');

  const { text } = await ana.says('/deps hlep');

  expect(text).toBe('"hlep" is not a command. Did you mean /deps help? /deps help lists them all.');
});

it('sends prompts to a stand-in while somebody is away', async () => {
  const ana = await world.actor('ana');

  const { text } = await ana.says('/deps away until Thursday, @dev stands in');

  expect(text).toMatch(/^You are away until Thu 3 Dec, 00:00\nDev Example gets your prompts/);
});
