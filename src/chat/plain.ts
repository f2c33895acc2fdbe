import { DateTime } from 'luxon';
import { formatMoment } from '../core/format-time.ts';
import { type Block, type Button, type Card, MARK } from './card.ts';
import type { Reply } from './inbound.ts';
import type { Text } from './text.ts';

/** Text as a reader in `zone` sees it, without any markup. */
export function plainText(text: Text, zone = 'UTC'): string {
  return text
    .map((span) => {
      if (typeof span === 'string') return span;
      switch (span.kind) {
        case 'strong':
        case 'code':
          return span.text;
        case 'link':
          return span.text === span.url ? span.url : `${span.text} (${span.url})`;
        case 'mention':
          return `@${span.name}`;
        case 'moment':
          return formatMoment(DateTime.fromISO(span.at), zone);
      }
    })
    .join('');
}

/** The first line of a card as a phone's notification shows it. */
export function headline(card: Card, zone?: string): string {
  const title = plainText(card.title, zone);
  return card.status === undefined ? title : `${MARK[card.status].charAt(0)} ${title}`;
}

/** A whole card as plain text: for terminals, logs of a story, screen readers. */
export function plainCard(card: Card, zone?: string): string {
  return [
    headline(card, zone),
    ...card.blocks.map((block) => plainBlock(block, zone)).filter((part) => part !== ''),
  ].join('\n');
}

/** An answer as plain text: a card, the questions of a form, the messages of a refused one. */
export function plainReply(reply: Reply, zone?: string): string {
  switch (reply.kind) {
    case 'none':
      return '';
    case 'card':
    case 'replace':
      return plainCard(reply.card, zone);
    case 'form':
      return [reply.form.title, ...reply.form.fields.map((field) => field.label)].join('\n');
    case 'errors':
      return Object.entries(reply.fields)
        .map(([field, message]) => (field === '' ? message : `${field}: ${message}`))
        .join('\n');
  }
}

function plainBlock(block: Block, zone: string | undefined): string {
  switch (block.kind) {
    case 'text':
    case 'note':
      return plainText(block.text, zone);
    case 'facts':
      return block.facts.map((fact) => `${fact.label}: ${plainText(fact.value, zone)}`).join('\n');
    case 'list': {
      const items = block.items.map((item) => `- ${plainText(item, zone)}`);
      return [...items, ...(block.more ? [`  and ${block.more} more`] : [])].join('\n');
    }
    case 'code':
      return block.text.trimEnd();
    case 'image':
      return block.alt;
    case 'divider':
      return '';
    case 'buttons':
      return `  ${block.buttons.map(plainButton).join(' ')}`;
  }
}

function plainButton(button: Button): string {
  if (button.kind === 'link') return `[${button.label}: ${button.url}]`;
  return button.kind === 'page' ? `[${button.label}: ${button.path}]` : `[${button.label}]`;
}
