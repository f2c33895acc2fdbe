import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { nextSlot } from './calendar.ts';
import { addDays, weekdayOf } from './calendar-date.ts';
import { isZone, type WallTime } from './local-time.ts';

const FIRST = '2024-01-01';
const LAST = '2030-12-31';
const DAYS = 2_557;
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
/** Days looked at in each zone beside those on which its clocks change. */
const RANDOM_DAYS = 5;

const zones = Intl.supportedValuesOf('timeZone').filter(isZone);
const ms = (date: string) => DateTime.fromISO(date, { zone: 'utc' }).toMillis();

/** What clocks show at an instant, by the runtime's own formatting and none of our code. */
function clocksIn(zone: string): (at: number) => { date: string; minutes: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => {
    const [date = '', time = ''] = format.format(at).split(', ');
    const [hour, minute] = time.split(':');
    return { date, minutes: Number(hour) * 60 + Number(minute) };
  };
}

/** The instants from which on a zone's clocks run at another offset, with the minutes they jump. */
function changesOf(zone: string): { at: number; jump: number }[] {
  const rules = IANAZone.create(zone);
  const found: { at: number; jump: number }[] = [];
  const step = 7 * DAY_MS;
  for (let start = ms(FIRST) - DAY_MS; start < ms(LAST); start += step) {
    let low = start;
    while (rules.offset(low) !== rules.offset(start + step)) {
      const before = rules.offset(low);
      let high = start + step;
      let at = low;
      while (high - at > MINUTE_MS) {
        const middle = at + Math.floor((high - at) / (2 * MINUTE_MS)) * MINUTE_MS;
        if (rules.offset(middle) === before) at = middle;
        else high = middle;
      }
      found.push({ at: high, jump: rules.offset(high) - before });
      low = high;
    }
  }
  return found;
}

/** The wall time an occurrence must show: the cadence's, or where clocks skip it the first minute after. */
function holds(zone: string, shown: ReturnType<typeof clocksIn>, date: string, time: WallTime): void {
  const wanted = time.hour * 60 + time.minute;
  const calendar = { zone, weekend: [], workStart: time, workEnd: time };
  const eve = DateTime.fromMillis(ms(date) - 2 * DAY_MS, { zone: 'utc' });
  const slots = [nextSlot({ weekdays: EVERY_DAY, time }, calendar, eve)];
  for (let last = slots[0]; last !== undefined && last.date < addDays(date, 1); last = slots.at(-1)) {
    slots.push(nextSlot({ weekdays: EVERY_DAY, time }, calendar, last.at));
  }
  const own = slots.filter((slot) => slot.date === date);
  const at = own[0]?.at.toMillis() ?? Number.NaN;
  const here = shown(at);
  const what = `${zone} ${date} ${time.hour}:${time.minute}`;

  // Minutes of the day and its neighbours that show the wall time.
  const readings = [...candidates(zone, date, wanted)].filter((one) => {
    const clock = shown(one);
    return clock.date === date && clock.minutes === wanted;
  });
  const onlyNext = nextSlot({ weekdays: [weekdayOf(date)], time }, calendar, DateTime.fromMillis(at - MINUTE_MS));
  expect({ what, count: own.length, weekday: onlyNext.at.toMillis() }).toEqual({ what, count: 1, weekday: at });
  if (readings.length > 0) expect({ what, at }).toEqual({ what, at: Math.min(...readings) });
  else {
    // Skipped: this is the first minute after, and a minute before clocks showed a time before the wanted one.
    const before = shown(at - MINUTE_MS);
    const late = here.date > date || here.minutes > wanted;
    const early = before.date < date || (before.date === date && before.minutes < wanted);
    expect({ what, late, early }).toEqual({ what, late: true, early: true });
  }
}

/** Every instant that could show a wall time: one for each offset in force within a day of it. */
function candidates(zone: string, date: string, minutes: number): Set<number> {
  const rules = IANAZone.create(zone);
  const wall = ms(date) + minutes * MINUTE_MS;
  const offsets = [-24, -12, 0, 12, 24].map((hours) => rules.offset(wall + hours * 60 * MINUTE_MS));
  return new Set(offsets.map((offset) => wall - offset * MINUTE_MS));
}

test('in every zone a prompt comes once for each day, at its wall time, whatever the clocks do', () => {
  expect(zones.length).toBeGreaterThan(400);
  const anyTime = fc.integer({ min: 0, max: 1_439 });
  for (const zone of zones) {
    const shown = clocksIn(zone);
    for (const { at, jump } of changesOf(zone)) {
      // The local time just before the change: where clocks go forward it is skipped from here, else repeated until here.
      const edge = new Date(at + (IANAZone.create(zone).offset(at) - jump) * MINUTE_MS);
      const date = edge.toISOString().slice(0, 10);
      const minute = edge.getUTCHours() * 60 + edge.getUTCMinutes();
      for (const past of jump > 0 ? [0, Math.floor(jump / 2)] : [-1, Math.floor(jump / 2)]) {
        const wanted = Math.min(1_439, Math.max(0, minute + past));
        holds(zone, shown, date, { hour: Math.floor(wanted / 60), minute: wanted % 60 });
      }
    }
    const samples = fc.sample(fc.tuple(fc.integer({ min: 0, max: DAYS - 1 }), anyTime), {
      numRuns: RANDOM_DAYS,
      seed: zones.indexOf(zone),
    });
    for (const [day, wanted] of samples) {
      holds(zone, shown, addDays(FIRST, day), { hour: Math.floor(wanted / 60), minute: wanted % 60 });
    }
  }
}, 180_000);
