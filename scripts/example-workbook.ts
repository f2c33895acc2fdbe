// Writes the example of a workbook from the example register; test/integration/exchange-example.test.ts holds them to each other.
import { readFileSync, writeFileSync } from 'node:fs';
import { workbookOf } from '../src/features/exchange/index.ts';

const FROM = 'examples/q1-launch.yaml';
const TO = 'examples/q1-launch.xlsx';

writeFileSync(TO, await workbookOf({ name: FROM, bytes: readFileSync(FROM) }));
console.log(TO);
