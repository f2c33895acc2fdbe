// Packs what an administrator uploads to Teams: the manifest of one installation, and the icons.
//   npm run manifest:teams -- --app-id 11111111-2222-3333-4444-555555555555 --url https://depsync.example.com
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { strToU8, zipSync } from 'fflate';
import { manifestForTeams } from '../src/cli/manifest.ts';

const FILE = 'manifests/teams/depsync.zip';
/** The earliest day that a zip can name: the same files give the same bytes. */
const NO_DAY = '1980-01-01T12:00:00';

const { values } = parseArgs({ options: { 'app-id': { type: 'string' }, url: { type: 'string' } } });
const manifest = manifestForTeams({ appId: values['app-id'], url: values.url });
const icon = (name: string) => readFileSync(`manifests/teams/${name}`);
writeFileSync(
  FILE,
  zipSync(
    { 'manifest.json': strToU8(manifest), 'color.png': icon('color.png'), 'outline.png': icon('outline.png') },
    { mtime: NO_DAY },
  ),
);
console.log(FILE);
