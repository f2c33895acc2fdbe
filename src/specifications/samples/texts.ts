import type { JsonObject } from '../model.ts';
import { textFor } from './pattern.ts';

/** A text for each format of JSON Schema and OpenAPI; addresses are those reserved for documentation (RFC 2606, 3849, 5737). */
const FORMATS: Readonly<Record<string, (turn: number) => string>> = {
  'date-time': (turn) => `2026-11-16T08:00:${two(turn)}Z`,
  date: (turn) => `2026-11-${two((turn % 28) + 1)}`,
  time: (turn) => `08:00:${two(turn)}Z`,
  duration: (turn) => `P${turn + 1}D`,
  email: (turn) => `name${turn || ''}@example.com`,
  'idn-email': (turn) => `name${turn || ''}@example.com`,
  hostname: (turn) => `host${turn || ''}.example.com`,
  'idn-hostname': (turn) => `host${turn || ''}.example.com`,
  ipv4: (turn) => `192.0.2.${turn + 1}`,
  ipv6: (turn) => `2001:db8::${turn + 1}`,
  uri: (turn) => `https://example.com/${turn + 1}`,
  url: (turn) => `https://example.com/${turn + 1}`,
  iri: (turn) => `https://example.com/${turn + 1}`,
  'uri-reference': (turn) => `/items/${turn + 1}`,
  'iri-reference': (turn) => `/items/${turn + 1}`,
  'uri-template': (turn) => `/items/{id}/${turn + 1}`,
  uuid: (turn) => `00000000-0000-4000-8000-0000000000${two(turn)}`,
  'json-pointer': (turn) => `/items/${turn}`,
  'relative-json-pointer': (turn) => `${turn}`,
  regex: (turn) => `^a{${turn}}$`,
  byte: (turn) => ['dGV4dA==', 'YQ==', 'Yg==', 'Yw=='][turn % 4] ?? '',
};

function two(number: number): string {
  return String(number % 60).padStart(2, '0');
}

/** How often optional parts of a pattern are tried to be repeated. */
const SPARES = [0, 1, 2, 3, 5, 8, 13, 21, 40, 100, 300];

/** Texts that may satisfy a schema, the likeliest first; `turn` makes them differ. */
export function* textsFor(schema: JsonObject, turn: number): Generator<string> {
  const { format, pattern, minLength, maxLength } = schema;
  const least = typeof minLength === 'number' ? minLength : 0;
  const most = typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY;
  const formatted = typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (formatted !== undefined) yield formatted(turn);
  if (typeof pattern === 'string') {
    for (const spare of SPARES) {
      for (let other = turn; other < turn + PATTERN_TURNS; other += 1) {
        const text = textFor(pattern, { spare, turn: other });
        if (text !== undefined) yield text;
      }
    }
  }
  // Formatted texts are not made longer or shorter: they would be none.
  if (formatted === undefined) yield plain(turn, least, most);
}

/** Ours: enough to meet the look-arounds that people write. */
const PATTERN_TURNS = 4;

function plain(turn: number, least: number, most: number): string {
  const text = turn === 0 ? 'text' : `text ${turn}`;
  const long = text.padEnd(Math.min(least, LONGEST), 'x');
  // Short ones still differ by their end.
  return long.length > most ? long.slice(long.length - most) : long;
}

/** Characters of a sample. Ours; a schema that asks for more has none. */
const LONGEST = 20_000;
