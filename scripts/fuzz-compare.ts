// Compares random pairs of schemas and asks ajv whether a break was missed: npm run fuzz:compare -- --pairs 20000 --seed 1
import { parseArgs } from 'node:util';
import { judgePair, randomBy, schemaPairs } from '../test/support/schema-pairs.ts';

const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
/** Where a break is told and no value shows it, this many times as many values are tried. */
const HARDER = 40;
const random = randomBy(Number(values.seed));
const { pair, instances } = schemaPairs(random);
const counts = { pairs: 0, breaks: 0, missed: 0, found: 0, notJudged: 0, harmless: 0, foundHarder: 0, alarms: 0 };
const alarms = new Map<string, number>();
const undecided = new Map<string, number>();

for (; counts.pairs < Number(values.pairs); counts.pairs += 1) {
  const one = pair();
  const direction = counts.pairs % 2 === 0 ? 'request' : 'response';
  const { verdict, rules, witness } = judgePair(one, instances(one), direction);
  const count = (into: Map<string, number>) => {
    for (const rule of new Set(rules)) into.set(rule, (into.get(rule) ?? 0) + 1);
  };
  if (verdict === 'not-judged') {
    counts.notJudged += 1;
    count(undecided);
  }
  if (witness === undefined) {
    counts.harmless += 1;
    if (verdict === 'breaking') {
      const harder = judgePair(one, Array.from({ length: HARDER }, () => instances(one)).flat(), direction);
      if (harder.witness === undefined) count(alarms);
      if (harder.witness === undefined) counts.alarms += 1;
      else counts.foundHarder += 1;
    }
    continue;
  }
  counts.breaks += 1;
  if (verdict === 'breaking') counts.found += 1;
  if (verdict !== 'breaking' && verdict !== 'not-judged') {
    counts.missed += 1;
    console.log(
      `MISSED (${direction}, ${verdict})\n  before ${JSON.stringify(one.before)}\n  after  ${JSON.stringify(one.after)}\n  value  ${JSON.stringify(witness.value)}`,
    );
  }
}

console.log(`seed ${values.seed}`, counts);
console.log('breaking without a witness, by rule:', sorted(alarms));
console.log('not judged, by rule:', sorted(undecided));

function sorted(counted: Map<string, number>): Record<string, number> {
  return Object.fromEntries([...counted].sort((a, b) => b[1] - a[1]));
}
