// Writes the documentation that the code can generate; test/contract/docs.test.ts holds it to the code.
import { writeFileSync } from 'node:fs';
import { generatedDocs } from '../src/docs.ts';

for (const [file, text] of Object.entries(generatedDocs())) {
  writeFileSync(file, text);
  console.log(file);
}
