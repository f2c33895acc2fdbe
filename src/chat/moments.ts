import { DateTime, IANAZone } from 'luxon';
import { formatMoment } from '../core/format-time.ts';
import type { Reader } from './port.ts';
import type { Text } from './text.ts';

/** The same text with its moments in words, for places that take words only. */
export function momentsInWords(text: Text, reader: Reader): Text {
  return text.map((span) =>
    typeof span !== 'string' && span.kind === 'moment' ? momentInWords(span.at, reader) : span,
  );
}

/** A moment in the reader's zone, or in UTC and said so; what is no instant stays as it stands. */
export function momentInWords(at: string, reader: Reader): string {
  const parsed = instant(at);
  if (parsed === undefined) return at;
  const zone = zoneOf(reader);
  return zone === undefined ? `${formatMoment(parsed, 'UTC')} UTC` : formatMoment(parsed, zone);
}

/** undefined for what is no instant: a renderer shows it as it stands instead of failing. */
export function instant(at: string): DateTime | undefined {
  return Number.isNaN(Date.parse(at)) ? undefined : DateTime.fromMillis(Date.parse(at), { zone: 'utc' });
}

/** The zone in which a reader is shown moments; undefined where readers of several share a conversation. */
export function zoneOf(reader: Reader): string | undefined {
  // `create` keeps what it found out of a zone; `isValidZone` asks the runtime each time, which takes as long as all the rest.
  return reader.zone !== undefined && IANAZone.create(reader.zone).isValid ? reader.zone : undefined;
}
