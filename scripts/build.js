// Compiles src into dist, with the files that are not TypeScript.
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
cpSync('src/adapters/web/assets', 'dist/adapters/web/assets', { recursive: true });
cpSync('src/pictures/fonts', 'dist/pictures/fonts', { recursive: true });
