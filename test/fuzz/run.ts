/** npm run fuzz:specifications -- --count 5000 --seed 1: mutated specifications crash nothing and hang nothing. */
import { Command } from 'commander';
import { fuzzSpecifications } from './specifications.ts';

const { count, seed } = new Command()
  .option('--count <number>', 'how many', Number, 5_000)
  .option('--seed <number>', 'repeats the same', Number, 1)
  .parse()
  .opts<{ count: number; seed: number }>();

const { examined, refused, failures } = await fuzzSpecifications(count, seed, (done) => {
  if (done % 500 === 0) process.stderr.write(`${done} of ${count}\n`);
});
for (const { number, kind, message, bytes } of failures)
  process.stdout.write(`#${number} ${kind}: ${message}\n${bytes}\n`);
process.stdout.write(`${examined} examined, ${refused} refused with a message, ${failures.length} failed\n`);
if (failures.length > 0) process.exitCode = 1;
