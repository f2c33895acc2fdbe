import { clean } from '../../chat/shorten.ts';

/** `<…>` and the three entities of Slack's escaping. [docs.slack.dev/messaging/formatting-message-text: escaping] */
const ESCAPED = /<([^<>]*)>|&(amp|lt|gt);/g;
const ENTITY = { amp: '&', lt: '<', gt: '>' } as const;

/**
 * What a person wrote, as they wrote it: entities are characters again, links are bare addresses,
 * people and channels stand as `<@ID>` and `<#ID>`.
 */
export function wordsOf(escaped: string): string {
  const words = escaped.replace(ESCAPED, (_whole, inside: string | undefined, entity: keyof typeof ENTITY) =>
    inside === undefined ? ENTITY[entity] : token(inside),
  );
  return clean(words).trim();
}

function token(inside: string): string {
  const [target = '', label] = inside.split('|', 2);
  if (/^[@#]/.test(target)) return `<${target}>`;
  // Groups and broadcasts: `!subteam^S1|@leads`, `!channel`, `!date^…|fallback`.
  if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
  return unescapeEntities(target.replace(/^(mailto|tel):/, ''));
}

function unescapeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_whole, entity: keyof typeof ENTITY) => ENTITY[entity]);
}
