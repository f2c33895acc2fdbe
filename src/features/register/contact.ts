import { z } from 'zod';
import type { Card } from '../../chat/card.ts';
import { choice, key, optional, person, word } from '../../chat/commands.ts';
import type { Form } from '../../chat/form.ts';
import { text } from '../../chat/text.ts';
import { InvalidInput } from '../../core/errors.ts';
import { record } from '../audit/index.ts';
import { type Act, action, command } from '../feature.ts';
import { findPerson, getPeople, type Person } from '../people/index.ts';
import { CONTACT, ContactRole } from '../programme/model.ts';
import { CARERS, FormValue, formValue, type Held, holdDependency, refuseStale } from './access.ts';
import { optionalLine, optionalSomebody, readBy, somebody } from './answers.ts';
import { contactLine, savedCard } from './cards.ts';
import { type Contact, type Dependency, LONGEST } from './model.ts';
import { setContacts, updateDependency } from './store.ts';

export const contactCommand = command({
  name: 'contact',
  summary: 'Name the product, engineering, QA, analytics or compliance contact of a dependency',
  usage: 'contact KEY ROLE @PERSON [authority TEXT] [cadence TEXT] [delegate @DELEGATE]',
  examples: [
    'contact DEP-4 qa @sam',
    'contact DEP-4 qa @sam authority signs the test report cadence weekly delegate @kim',
    'contact DEP-4 qa nobody',
  ],
  who: CARERS,
  arguments: {
    key: key(),
    role: optional(choice(ContactRole.options)),
    person: optional(person()),
    authority: optional(word('authority')),
    cadence: optional(word('cadence')),
    delegate: optional(person('delegate')),
  },
  async run(act, { key, role, person, authority, cadence, delegate }) {
    if (role === undefined) return { kind: 'form', form: await openForm(act, key) };
    const held = await holdDependency(act, key, 'change the contacts of');
    if (person === undefined) {
      throw new InvalidInput('no-person', `Say who it is: \`/deps contact ${key} ${role} @sam\`.`);
    }
    if (person === 'nobody') return { kind: 'card', card: await removeContact(act, held, role) };
    const present = held.dependency.contacts.find((contact) => contact.role === role);
    const named = await findPerson(act.tx, person);
    const kept = present?.personId === named.id ? present : undefined;
    const contact: Contact = {
      role,
      personId: named.id,
      authority:
        authority === undefined
          ? (kept?.authority ?? null)
          : readBy(optionalLine(LONGEST.authority), authority, 'authority'),
      reviewCadence:
        cadence === undefined
          ? (kept?.reviewCadence ?? null)
          : readBy(optionalLine(LONGEST.reviewCadence), cadence, 'review cadence'),
      delegateId: delegate === undefined ? (kept?.delegateId ?? null) : (await findPerson(act.tx, delegate)).id,
    };
    if (contact.delegateId === contact.personId) throw new InvalidInput('own-delegate', SAME);
    return { kind: 'card', card: await saveContact(act, held, contact) };
  },
});

const SAME = 'A contact cannot be their own delegate. Name somebody else.';
const UNKNOWN = 'Nobody in the register is this person. Choose another.';

export const contactActions = {
  'register.contact': action({
    value: z.object({ key: z.string() }),
    run: async (act, { key }) => ({ kind: 'form', form: await openForm(act, key) }),
  }),
  'register.save-contact': action({
    value: FormValue,
    fields: z.object({
      role: z.enum(ContactRole.options, { error: 'Choose a role.' }),
      person: somebody,
      authority: optionalLine(LONGEST.authority),
      cadence: optionalLine(LONGEST.reviewCadence),
      delegate: optionalSomebody,
    }),
    async run(act, form, { role, person, authority, cadence, delegate }) {
      const held = await holdDependency(act, form.key, 'change the contacts of');
      await refuseStale(act, held, form, `contact ${form.key}`);
      const known = await getPeople(act.tx, [person, ...(delegate === null ? [] : [delegate])]);
      if (!known.has(person)) return { kind: 'errors', fields: { person: UNKNOWN } };
      if (delegate !== null && !known.has(delegate)) return { kind: 'errors', fields: { delegate: UNKNOWN } };
      if (person === delegate) return { kind: 'errors', fields: { delegate: SAME } };
      const contact = { role, personId: person, authority, reviewCadence: cadence, delegateId: delegate };
      return { kind: 'card', card: await saveContact(act, held, contact) };
    },
  }),
};

async function saveContact(act: Act, held: Held, contact: Contact): Promise<Card> {
  const { key, contacts } = held.dependency;
  const people = await replaceContact(act, held, contact.role, contact);
  const had = contacts.find((one) => one.role === contact.role);
  const was = had === undefined || had.personId === contact.personId ? undefined : people.get(had.personId)?.name;
  return savedCard(
    key,
    text`${key}: ${CONTACT[contact.role]} is ${people.get(contact.personId)?.name}`,
    contactLine(contact, people),
    text`${was && `Before: ${was}.`}`,
  );
}

async function removeContact(act: Act, held: Held, role: ContactRole): Promise<Card> {
  const { key, contacts } = held.dependency;
  const had = contacts.find((one) => one.role === role);
  if (had === undefined) throw new InvalidInput('no-contact', `${key} has no ${CONTACT[role]}.`);
  const people = await replaceContact(act, held, role, undefined);
  return savedCard(key, text`${key} has no ${CONTACT[role]} now`, text`Before: ${people.get(had.personId)?.name}.`);
}

async function replaceContact(
  act: Act,
  { dependency, programme }: Held,
  role: ContactRole,
  contact: Contact | undefined,
): Promise<Map<string, Person>> {
  const { id, key, contacts } = dependency;
  const before = contacts.find((one) => one.role === role);
  await setContacts(act.tx, id, [...contacts.filter((one) => one.role !== role), ...(contact ? [contact] : [])]);
  await updateDependency(act.tx, id, {}, act.now);
  const people = await getPeople(
    act.tx,
    [before, contact].flatMap((one) => [one?.personId, one?.delegateId]).flatMap((one) => one ?? []),
  );
  await record(act, {
    programmeId: programme.id,
    byId: act.by.id,
    action: 'register.contact-changed',
    subject: key,
    before: { [`${role} contact`]: before ?? null },
    after: { [`${role} contact`]: contact ?? null },
  });
  return people;
}

async function openForm(act: Act, key: string): Promise<Form> {
  const { dependency } = await holdDependency(act, key, 'change the contacts of');
  return contactForm(dependency, formValue(act, dependency));
}

/** The form to name one contact. */
export function contactForm(dependency: Pick<Dependency, 'key'>, value: Form['value']): Form {
  const options = ContactRole.options.map((role) => ({ value: role, label: role }));
  return {
    name: 'register.save-contact',
    value,
    title: `Contact of ${dependency.key}`.slice(0, 24),
    submit: 'Name the contact',
    fields: [
      { kind: 'choice', id: 'role', label: 'Role', hint: 'Its present contact is replaced', options },
      { kind: 'person', id: 'person', label: 'Person' },
      {
        kind: 'text',
        id: 'authority',
        label: 'Decides',
        hint: 'Such as the test report',
        optional: true,
        max: LONGEST.authority,
      },
      {
        kind: 'text',
        id: 'cadence',
        label: 'Reviews',
        hint: 'Such as weekly',
        optional: true,
        max: LONGEST.reviewCadence,
      },
      { kind: 'person', id: 'delegate', label: 'Delegate', optional: true },
    ],
  };
}
