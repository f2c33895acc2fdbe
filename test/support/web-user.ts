import { newId } from '../../src/core/ids.ts';
import { buttonOn, sendContract, signIn } from './web-console.ts';

/** Somebody who uses the console over HTTP, as its page does. */
export interface WebUser {
  /** Types words into the line of the console; gives what the page then shows. */
  says(words: string): Promise<string>;
  /** Presses the newest button with this label in the inbox or in a channel; gives the card as it is then shown. */
  clicks(label: string, channel?: string): Promise<string>;
  /** Fills in the form for a dependency's contract, answers by field id, and a file; gives the page that answers. */
  submits(key: string, answers: Record<string, string>, file?: string | Buffer): Promise<string>;
  /** The inbox, or a channel, as text. */
  reads(channel?: string): Promise<string>;
}

export async function webUser(url: string, personId: string): Promise<WebUser> {
  const visitor = await signIn(url, { id: personId });
  const pathOf = (channel?: string) => `/c/${channel === undefined ? `person:${personId}` : `channel:${channel}`}`;
  const page = async (channel?: string) => (await visitor.agent.get(pathOf(channel)).expect(200)).text;
  return {
    reads: async (channel) => words(await page(channel)),
    submits: async (key, answers, file = '') => words((await sendContract(visitor, key, answers, { file })).text),
    async says(text) {
      return words((await visitor.act(`${pathOf()}/say`, { text, receipt: newId() })).text);
    },
    async clicks(label, channel) {
      const articles = (await page(channel)).split('<article').reverse();
      const article = articles.find((one) => buttonOn(one, label) !== '');
      if (article === undefined) throw new Error(`There is no button "${label}" in: ${words(articles.join(' '))}`);
      const spot = /name="spot" value="([^"]*)"/.exec(article)?.[1] ?? '';
      const answer = await visitor.act(`${pathOf(channel)}/press`, { spot, press: buttonOn(article, label) });
      return words(answer.text);
    },
  };
}

/** What is read on a page: its text without its markup. */
function words(html: string): string {
  return html
    .replace(/<(script|style).*?<\/\1>/gs, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');
}
