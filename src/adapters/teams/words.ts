import { clean } from '../../chat/shorten.ts';
import { type Activity, mentionsIn } from './activity.ts';

/** Teams writes the spaces that somebody typed as these. */
const SPACES = /&nbsp;|\u00A0/g;
const MENTION = /<at[^>]*>(.*?)<\/at>/g;

/**
 * What a person wrote to the bot: its own mention is gone, others stand as `<@ID>` with Entra's id, or with the name of
 * somebody whose id is not known. `ids` gives Entra's ids by Teams' own.
 */
export function wordsOf(activity: Activity, ids: ReadonlyMap<string, string>): string {
  let words = activity.text ?? '';
  for (const mention of mentionsIn(activity)) {
    words = words.replace(mention.words, `<@${mention.person ?? ids.get(mention.id) ?? mention.name}>`);
  }
  return clean(words.replace(MENTION, ' ').replace(SPACES, ' ')).trim();
}
