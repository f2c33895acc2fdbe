import { z } from 'zod';
import type { Card } from '../../chat/card.ts';
import { key, optional, rest, word } from '../../chat/commands.ts';
import type { Form } from '../../chat/form.ts';
import { link, text } from '../../chat/text.ts';
import { InvalidInput } from '../../core/errors.ts';
import { record } from '../audit/index.ts';
import { type Act, action, command } from '../feature.ts';
import { CARERS, FormValue, formValue, type Held, holdDependency, refuseStale } from './access.ts';
import { optionalLine, readBy } from './answers.ts';
import { savedCard } from './cards.ts';
import { type Dependency, type Link, LONGEST, MOST } from './model.ts';
import { updateDependency } from './store.ts';

/** A web address; everything else could run code or leak a password when it is clicked. */
const WebAddress = z
  .string({ error: 'Paste a web address.' })
  .trim()
  .max(LONGEST.url, { error: `An address has at most ${LONGEST.url} characters.` })
  .refine(isWebAddress, { error: 'Send an address that begins with https:// or http:// and holds no password.' });

function isWebAddress(address: string): boolean {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return username === '' && password === '';
}

export const linkCommand = command({
  name: 'link',
  summary: 'Link a ticket, document, repository, or the evidence of an obligation by its name, to a dependency',
  usage: 'link KEY URL [LABEL] · link KEY remove URL',
  examples: [
    'link DEP-4 https://tickets.example/ORD-77 ORD-77',
    'link DEP-4 https://docs.example/pii-review PII',
    'link DEP-4 remove https://tickets.example/ORD-77',
  ],
  who: CARERS,
  arguments: { key: key(), address: optional(word()), label: optional(rest()) },
  async run(act, { key, address, label }) {
    if (address === undefined) return { kind: 'form', form: await openForm(act, key) };
    const held = await holdDependency(act, key, 'link');
    if (address.toLowerCase() === 'remove') return { kind: 'card', card: await removeLink(act, held, label ?? '') };
    const url = readBy(WebAddress, address, 'link');
    const name = label === undefined ? null : readBy(optionalLine(LONGEST.label), label, 'label');
    return { kind: 'card', card: await saveLink(act, held, { url, label: name ?? shortNameOf(url) }) };
  },
});

export const linkActions = {
  'register.link': action({
    value: z.object({ key: z.string() }),
    run: async (act, { key }) => ({ kind: 'form', form: await openForm(act, key) }),
  }),
  'register.save-link': action({
    value: FormValue,
    fields: z.object({ url: WebAddress, label: optionalLine(LONGEST.label) }),
    async run(act, form, { url, label }) {
      const held = await holdDependency(act, form.key, 'link');
      await refuseStale(act, held, form, `link ${form.key}`);
      return { kind: 'card', card: await saveLink(act, held, { url, label: label ?? shortNameOf(url) }) };
    },
  }),
};

/** The last part of an address names a ticket or file; else the host. */
function shortNameOf(url: string): string {
  const { pathname, host } = new URL(url);
  const last = pathname.split('/').filter(Boolean).at(-1);
  return (last ?? host).slice(0, LONGEST.label);
}

async function saveLink(act: Act, held: Held, added: Link): Promise<Card> {
  const { key, links } = held.dependency;
  const others = links.filter((one) => one.url !== added.url);
  if (others.length >= MOST.links) {
    throw new InvalidInput(
      'too-many-links',
      `${key} has ${links.length} links, the most it may have. Remove one first: \`/deps link ${key} remove URL\`.`,
    );
  }
  await replaceLinks(act, held, [...others, added]);
  return savedCard(key, text`${key}: link added`, [link(added.label, added.url)]);
}

async function removeLink(act: Act, held: Held, named: string): Promise<Card> {
  const { key, links } = held.dependency;
  const gone = links.find((one) => one.url === named || one.label.toLowerCase() === named.toLowerCase());
  if (gone === undefined) {
    const labels = links.map((one) => one.label).join(', ');
    throw new InvalidInput(
      'no-such-link',
      `${key} has no link “${named.slice(0, 80)}”. ${labels === '' ? 'It has none.' : `It has: ${labels}.`}`,
    );
  }
  await replaceLinks(
    act,
    held,
    links.filter((one) => one !== gone),
  );
  return savedCard(key, text`${key}: link removed`, text`${gone.label} (${gone.url})`);
}

async function replaceLinks(act: Act, { dependency, programme }: Held, links: Link[]): Promise<void> {
  await updateDependency(act.tx, dependency.id, { links }, act.now);
  await record(act, {
    programmeId: programme.id,
    byId: act.by.id,
    action: 'register.links-changed',
    subject: dependency.key,
    before: { links: dependency.links },
    after: { links },
  });
}

async function openForm(act: Act, key: string): Promise<Form> {
  const { dependency } = await holdDependency(act, key, 'link');
  return linkForm(dependency, formValue(act, dependency));
}

/** The form to add a link. */
export function linkForm(dependency: Pick<Dependency, 'key'>, value: Form['value']): Form {
  return {
    name: 'register.save-link',
    value,
    title: `Link for ${dependency.key}`.slice(0, 24),
    submit: 'Add link',
    fields: [
      { kind: 'text', id: 'url', label: 'Address', hint: 'A ticket, document or repository', max: LONGEST.url },
      { kind: 'text', id: 'label', label: 'Label', hint: 'Such as ORD-77', optional: true, max: LONGEST.label },
    ],
  };
}
