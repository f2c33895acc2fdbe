import { z } from 'zod';
import { Text } from './text.ts';

/** The three colours of the register, worst first. Shown by mark and word, never by colour alone. */
export const Colour = z.enum(['red', 'yellow', 'green']);
export type Colour = z.infer<typeof Colour>;

/** What a button carries: ids and versions. Nothing in it is trusted. */
export const ButtonValue = z.record(z.string(), z.string());
export type ButtonValue = z.infer<typeof ButtonValue>;

const Style = z.enum(['primary', 'danger']).optional();

export const Button = z.discriminatedUnion('kind', [
  /** Acts at once. `name` is a handler such as `approvals.approve`. */
  z.object({ kind: z.literal('action'), label: z.string(), name: z.string(), value: ButtonValue, style: Style }),
  /** Its handler answers with a form (platforms that open dialogs must know before the click). */
  z.object({ kind: z.literal('form'), label: z.string(), name: z.string(), value: ButtonValue, style: Style }),
  z.object({ kind: z.literal('link'), label: z.string(), url: z.string() }),
  /**
   * A page of the console, such as `/contracts/…`; left out where readers cannot open the console. One that is `shared` has a random
   * address and needs no sign-in: chats show it as a link (chat/shared.ts).
   */
  z.object({ kind: z.literal('page'), label: z.string(), path: z.string(), shared: z.literal(true).optional() }),
]);
export type Button = z.infer<typeof Button>;

export const Block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: Text }),
  /** Smaller and quieter than text. */
  z.object({ kind: z.literal('note'), text: Text }),
  z.object({ kind: z.literal('facts'), facts: z.array(z.object({ label: z.string(), value: Text })) }),
  /** `more` says how many items the author left out; renderers add those they must cut. */
  z.object({ kind: z.literal('list'), items: z.array(Text), more: z.number().int().optional() }),
  /** Lines shown as they are, to be copied. */
  z.object({ kind: z.literal('code'), text: z.string() }),
  /** A picture by its Depsync id; `alt` says the same in words, and stands for it where it cannot be shown. */
  z.object({ kind: z.literal('image'), picture: z.uuid(), alt: z.string() }),
  z.object({ kind: z.literal('divider') }),
  /** `only` names (by Depsync id) who may use them: platforms that can show them to nobody else do. It grants nothing. */
  z.object({ kind: z.literal('buttons'), buttons: z.array(Button), only: z.array(z.string()).optional() }),
]);
export type Block = z.infer<typeof Block>;

/** One message, the same on every platform. The title is complete in a phone's notification (60 characters). */
export const Card = z.object({ title: Text, status: Colour.optional(), blocks: z.array(Block) });
export type Card = z.infer<typeof Card>;

/** The marks of the three colours. */
export const MARK: Readonly<Record<Colour, string>> = { red: '● RED', yellow: '▲ YELLOW', green: '✓ GREEN' };

/** Ids of the pictures that a card shows. */
export function picturesIn(card: Card): string[] {
  return card.blocks.flatMap((block) => (block.kind === 'image' ? [block.picture] : []));
}

/** A card of one title and, where given, lines under it. */
export function note(title: string | Text, ...lines: readonly (string | Text)[]): Card {
  const asText = (value: string | Text): Text => (typeof value === 'string' ? [value] : value);
  return { title: asText(title), blocks: lines.map((line) => ({ kind: 'text', text: asText(line) })) };
}

/** What is wrong with the answers to a form, by field, where no field can be pointed at. */
export function messagesCard(fields: Readonly<Record<string, string>>): Card {
  const [first = 'That cannot be used as it is.', ...others] = Object.values(fields);
  return note(first, ...others);
}

/** Depsync ids of the people a card mentions, or shows buttons to. */
export function mentionedIn(card: Card): string[] {
  const texts = [
    card.title,
    ...card.blocks.flatMap((block) => {
      if (block.kind === 'text' || block.kind === 'note') return [block.text];
      if (block.kind === 'facts') return block.facts.map((fact) => fact.value);
      return block.kind === 'list' ? block.items : [];
    }),
  ];
  const mentioned = texts
    .flat()
    .flatMap((span) => (typeof span !== 'string' && span.kind === 'mention' ? [span.person] : []));
  const shownTo = card.blocks.flatMap((block) => (block.kind === 'buttons' ? (block.only ?? []) : []));
  return [...new Set([...mentioned, ...shownTo])];
}
