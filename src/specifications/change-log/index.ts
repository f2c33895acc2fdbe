export { changeLog, changeLogEntry } from './markdown.ts';
