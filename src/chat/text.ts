import { z } from 'zod';

/** A piece of text. A bare string is plain: whatever markup it holds is shown as typed, never obeyed. */
export const Span = z.union([
  z.string(),
  z.object({ kind: z.literal('strong'), text: z.string() }),
  z.object({ kind: z.literal('code'), text: z.string() }),
  z.object({ kind: z.literal('link'), text: z.string(), url: z.string() }),
  /** Names a person and, where the platform knows them, notifies them. `person` is a Depsync id. */
  z.object({ kind: z.literal('mention'), person: z.string(), name: z.string() }),
  /** An instant (ISO, UTC), shown in the reader's zone. */
  z.object({ kind: z.literal('moment'), at: z.string() }),
]);
export type Span = z.infer<typeof Span>;

/** Text of a card: spans, never markup. */
export const Text = z.array(Span);
export type Text = z.infer<typeof Text>;

export function strong(text: string): Span {
  return { kind: 'strong', text };
}

/** Words to be typed or copied as they are. */
export function code(text: string): Span {
  return { kind: 'code', text };
}

export function moment(at: { toUTC(): { toISO(): string } }): Span {
  return { kind: 'moment', at: at.toUTC().toISO() };
}

export function mention(person: { id: string; name: string }): Span {
  return { kind: 'mention', person: person.id, name: person.name };
}

/** A link; an address that is not http or https stays plain text. */
export function link(text: string, url: string): Span {
  return isWebAddress(url) ? { kind: 'link', text, url } : `${text} (${url})`;
}

/** True for an address that a click may open. */
export function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

type Part = Span | Text | number | undefined;

/** Builds text from a template: `` text`${strong('DEP-4')} is late` ``. Undefined parts vanish. */
export function text(strings: TemplateStringsArray, ...parts: Part[]): Text {
  const spans: Span[] = [];
  strings.forEach((string, index) => {
    spans.push(string);
    const part = parts[index];
    if (Array.isArray(part)) spans.push(...part);
    else if (part !== undefined) spans.push(typeof part === 'number' ? String(part) : part);
  });
  return spans.filter((span) => span !== '');
}

/** Puts `separator` between texts. */
export function join(texts: readonly Text[], separator: string): Text {
  return texts.flatMap((one, index) => (index === 0 ? one : [separator, ...one]));
}

/** A message of ours, which writes commands between backticks. */
export function withCommands(message: string): Text {
  return message
    .split('`')
    .map((part, index): Span => (index % 2 === 1 ? code(part) : part))
    .filter((span) => span !== '');
}
