export { compendiumFiles, samplesText } from './files.ts';
export { MARK } from './pages.ts';
