const USUAL: readonly number[] = [6, 7];
const known = new Map<string, readonly number[]>();

interface WeekInfoLocale {
  weekInfo?: { weekend: number[] };
  getWeekInfo?(): { weekend: number[] };
}

/** ISO weekdays (1 Monday to 7 Sunday) on which `country` (ISO 3166-1) rests; Saturday and Sunday when unknown. */
export function weekendOfCountry(country: string): readonly number[] {
  const found = known.get(country) ?? read(country);
  known.set(country, found);
  return found;
}

function read(country: string): readonly number[] {
  if (!/^[A-Za-z]{2}$/.test(country)) return USUAL;
  // A getter up to Node 22, a method from Node 24; TypeScript knows neither.
  const locale = new Intl.Locale(`und-${country}`) as WeekInfoLocale;
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.weekend ?? USUAL;
}
