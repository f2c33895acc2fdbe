import { canaries, type OffsetReader, staleZoneData } from './zone-data.ts';

const current: OffsetReader = (zone) => canaries.find((canary) => canary.zone === zone)?.offsetMinutes ?? Number.NaN;

test('current data is not spoken of', () => {
  expect(staleZoneData('2026c', current)).toBeUndefined();
});

test('old data is named with the zones it gets wrong and a remedy', () => {
  const told = staleZoneData('2025c', (zone, at) => (zone === 'Africa/Casablanca' ? current(zone, at) : -480));
  expect(told).toContain('(2025c) is older than 2026c');
  expect(told).toContain('America/Vancouver, America/Edmonton:');
  expect(told).not.toContain('Casablanca');
  expect(told).toMatch(/Node 22 or 24.*ICU_TIMEZONE_FILES_DIR/);
});

test('asks for no newer data than the zone needs', () => {
  expect(staleZoneData(undefined, (zone, at) => (zone === 'America/Vancouver' ? -480 : current(zone, at)))).toContain(
    '(version unknown) is older than 2026b',
  );
});

test('reads this runtime: stale exactly when its data is older than 2026c', () => {
  const { tz = '' } = process.versions;
  expect(staleZoneData(tz) === undefined).toBe(tz >= '2026c');
});
