export { changeLog, changeLogEntry, type Entry } from './markdown.ts';
