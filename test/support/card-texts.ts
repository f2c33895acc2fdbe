import type { Block, Button, Card } from '../../src/chat/card.ts';
import type { Field, Form } from '../../src/chat/form.ts';
import { plainText } from '../../src/chat/plain.ts';
import type { Span, Text } from '../../src/chat/text.ts';

/** How a renderer cuts a text that is too long for it. */
type Cut = (text: Text) => Text;
const whole: Cut = (text) => text;

/** Every text of a card as a reader in `zone` sees it, span by span; links by their words. */
export function textsIn(card: Card, zone: string, cut: Cut = whole): string[] {
  return [
    ...spans(cut(card.title), zone),
    ...card.blocks.flatMap((block) => textsOfBlock(block, zone, cut)),
    ...buttonsIn(card).map((button) => button.label),
  ];
}

function textsOfBlock(block: Block, zone: string, cut: Cut): string[] {
  switch (block.kind) {
    case 'text':
    case 'note':
      return spans(cut(block.text), zone);
    case 'facts':
      return block.facts.flatMap((fact) => [fact.label, ...spans(cut(fact.value), zone)]);
    case 'list':
      return block.items.flatMap((item) => spans(cut(item), zone));
    case 'code':
      return spans(cut([block.text]), zone)
        .join('')
        .split('\n')
        .filter((line) => line.trim() !== '');
    case 'image':
      return [block.alt];
    case 'divider':
    case 'buttons':
      return [];
  }
}

function spans(text: Text, zone: string): string[] {
  return text.map((span: Span) =>
    typeof span !== 'string' && span.kind === 'link' ? span.text : plainText([span], zone),
  );
}

export function buttonsIn(card: Card): Button[] {
  return card.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
}

/** Every text of a form: what is shown, and what is already filled in. */
export function textsOfForm(form: Form, zone: string, cut: Cut = whole): { shown: string[]; filledIn: string[] } {
  return {
    shown: [form.title, form.submit, ...spans(cut(form.intro ?? []), zone), ...form.fields.flatMap(textsOfField)],
    filledIn: form.fields.flatMap((field) =>
      (field.kind === 'text' || field.kind === 'long-text') && field.initial !== undefined ? [field.initial] : [],
    ),
  };
}

function textsOfField(field: Field): string[] {
  const options = 'options' in field ? field.options.map((option) => option.label) : [];
  return [field.label, ...(field.hint === undefined ? [] : [field.hint]), ...options];
}

/** What HTML shows as words, and the values of its attributes. Words that were taken for tags are in neither. */
export function wordsIn(html: string): { words: string; attributes: string[] } {
  return {
    words: decode(html.replace(/<(?:"[^"]*"|[^">])*>/g, '')),
    attributes: [...html.matchAll(/="([^"]*)"/g)].map(([, value = '']) => decode(value)),
  };
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
