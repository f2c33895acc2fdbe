import type { Difference } from './model.ts';

/** Every field in which two policies differ, by its path. Lists of plain values are compared as a whole. */
export function differencesBetween(before: unknown, after: unknown, path = ''): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (isGroup(before) && isGroup(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => differencesBetween(before[name], after[name], at(name)));
  }
  if (isListOfGroups(before) && isListOfGroups(after)) {
    const most = Math.max(before.length, after.length);
    return Array.from({ length: most }).flatMap((_none, index) =>
      differencesBetween(before[index], after[index], `${path}[${index}]`),
    );
  }
  return [{ path, before, after }];
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfGroups(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0 && value.every(isGroup);
}

/** `cadence.time: "09:30" → "10:00"` */
export function differenceText({ path, before, after }: Difference): string {
  return `${path}: ${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
