export { compendiumFiles } from './files.ts';
export { MARK } from './pages.ts';
