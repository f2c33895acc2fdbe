import { Form, initialOf } from '../../src/chat/form.ts';
import { newId } from '../../src/core/ids.ts';
import { buttonOn, hidden, sendContract, signIn } from './web-console.ts';

/** Somebody who uses the console over HTTP, as its page does. */
export interface WebUser {
  /** Types words into the line of the inbox or of a channel; gives what the page then shows. */
  says(words: string, channel?: string): Promise<string>;
  /** Presses the newest button with this label in the inbox or in a channel, or of the answer before; gives the card as it is then shown. */
  clicks(label: string, channel?: string): Promise<string>;
  /** The same button, for later: whatever the page shows by then. */
  holds(label: string, channel?: string): Promise<() => Promise<string>>;
  /** Fills in the form that was opened last, answers by label or field id, options and people by value or label, and sends it. */
  fills(answers: Record<string, string>): Promise<string>;
  /** Fills in the form for a dependency's contract, answers by field id, and a file; gives the page that answers. */
  submits(key: string, answers: Record<string, string>, file?: string | Buffer): Promise<string>;
  /** The inbox, or a channel, as text. */
  reads(channel?: string): Promise<string>;
}

export async function webUser(url: string, personId: string): Promise<WebUser> {
  let visitor = await signIn(url, { id: personId });
  const pathOf = (channel?: string) => `/c/${channel === undefined ? `person:${personId}` : `channel:${channel}`}`;
  /** Stories outlast a session: who is signed out by time signs in again. */
  const page = async (channel?: string) => {
    const seen = await visitor.agent.get(pathOf(channel));
    if (seen.status === 200) return seen.text;
    visitor = await signIn(url, { id: personId });
    return (await visitor.agent.get(pathOf(channel)).expect(200)).text;
  };
  /** What the page shows beside its messages: an answer for this person alone, or an open form. */
  let aside = { html: '', path: pathOf() };
  const shown = (html: string, path: string): string => {
    aside = { html, path };
    return words(html);
  };

  async function holds(label: string, channel?: string): Promise<() => Promise<string>> {
    const path = pathOf(channel);
    const articles = [aside.path === path ? aside.html : '', ...(await page(channel)).split('<article').reverse()];
    const article = articles.find((one) => buttonOn(one, label) !== '');
    if (article === undefined) throw new Error(`There is no button "${label}" in: ${words(articles.join(' '))}`);
    const spot = /name="spot" value="([^"]*)"/.exec(article)?.[1] ?? '';
    const press = buttonOn(article, label);
    return async () => shown((await visitor.act(`${path}/press`, { spot, press })).text, path);
  }

  return {
    holds,
    reads: async (channel) => words(await page(channel)),
    submits: async (key, answers, file = '') => words((await sendContract(visitor, key, answers, { file })).text),
    async says(text, channel) {
      const path = pathOf(channel);
      await page(channel);
      return shown((await visitor.act(`${path}/say`, { text, receipt: newId() })).text, path);
    },
    clicks: async (label, channel) => (await holds(label, channel))(),
    async fills(answers) {
      const { html, path } = aside;
      const form = Form.parse(JSON.parse(hidden(html, 'form')));
      const given = Object.entries(answers).map(([key, answer]) => {
        const field = form.fields.find((one) => one.id === key || one.label === key);
        if (field === undefined) {
          throw new Error(`The form has no field ${key}; it has: ${form.fields.map((one) => one.label).join(', ')}`);
        }
        return [`answer.${field.id}`, answer];
      });
      const left = form.fields.flatMap((field) => {
        const initial = initialOf(field);
        return initial === undefined ? [] : [[`answer.${field.id}`, initial]];
      });
      const held = ['form', 'receipt', 'spot'].flatMap((name) => {
        const value = hidden(html, name);
        return value === '' ? [] : [[name, value]];
      });
      return shown((await visitor.act(`${path}/submit`, Object.fromEntries([...held, ...left, ...given]))).text, path);
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
