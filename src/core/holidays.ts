import Holidays from 'date-holidays';
import { addDays } from './calendar-date.ts';

const HOUR_MS = 3_600_000;
/** The longest public holidays are Chinese and Islamic weeks. */
const LONGEST_HOLIDAY_DAYS = 16;
// Such days are marked public all the same; only a remark tells them from everybody's.
const ONLY_FOR_SOME = /\b(women|children|muslim|islamic)\b/i;

// A year of a country takes milliseconds to compute and is asked for day by day.
const years = new Map<string, ReadonlyMap<string, string>>();

/**
 * English names of the public holidays of a calendar year by date (`YYYY-MM-DD`), every day of a longer one included.
 * `country` is ISO 3166-1 (`DE`), `region` the part after it in ISO 3166-2 (`BY`). Half days and days for part of the
 * people are left out. Empty for an unknown country; an unknown region has its country's holidays.
 */
export function holidaysOf(country: string, region: string | undefined, year: number): ReadonlyMap<string, string> {
  const place = region ? `${country}-${region}` : country;
  const key = `${place} ${year}`;
  const known = years.get(key);
  if (known) return known;
  const found = readHolidays(place, year);
  years.set(key, found);
  return found;
}

function readHolidays(place: string, year: number): ReadonlyMap<string, string> {
  const rules = new Holidays(place);
  const days = new Map<string, string>();
  // The year before as well, for a holiday that runs over New Year.
  for (const holiday of [...rules.getHolidays(year - 1, 'en'), ...rules.getHolidays(year, 'en')]) {
    if (holiday.type !== 'public' || ('note' in holiday && ONLY_FOR_SOME.test(String(holiday.note)))) continue;
    const hours = (holiday.end.getTime() - holiday.start.getTime()) / HOUR_MS;
    // One hour of grace, because the day on which clocks go forward has 23.
    const length = Math.min(Math.floor((hours + 1) / 24), LONGEST_HOLIDAY_DAYS);
    // `start` is an instant, and the evening before for Islamic days; the text is the local date.
    const first = holiday.date.slice(0, 10);
    for (let offset = 0; offset < length; offset++) {
      const date = addDays(first, offset);
      if (date.startsWith(`${year}-`) && !days.has(date)) days.set(date, holiday.name);
    }
  }
  return days;
}
