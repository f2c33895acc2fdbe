import type { Card } from '../chat/card.ts';
import type { Answers, Form } from '../chat/form.ts';
import type { Dispatch, Inbound, Reply } from '../chat/inbound.ts';
import { plainReply } from '../chat/plain.ts';
import { newId } from '../core/ids.ts';
import type { Person } from '../features/people/index.ts';
import { buttonsOf, type RecordingChat, type ShownMessage } from './chat.ts';

export interface Answer {
  reply: Reply;
  /** The answer as the person reads it: a card's text, a form's title and labels, the messages of a refused form. */
  text: string;
}

/** Somebody of the register who acts on the web console. */
export interface Actor {
  person: Person;
  /** Says a command: `/deps …`. */
  says(words: string): Promise<Answer>;
  /** Writes plain words to the bot; the answer comes into the inbox. */
  writes(words: string): Promise<Answer>;
  /** Presses the button with this label: on the newest message of the inbox that has one, or on `where`. Throws when there is none. */
  clicks(label: string | RegExp, where?: Card): Promise<Answer>;
  /** Presses a button that they have before their eyes. */
  press(button: { name: string; value: Readonly<Record<string, string>> }): Promise<Answer>;
  /** Sends a form that an answer opened. */
  submits(form: Form, answers: Answers): Promise<Answer>;
  /** What Depsync sent this person, oldest first. */
  inbox(): ShownMessage[];
}

/** Lets a person act through the one way in, as if in the console. */
export function actor(person: Person, workspace: string, dispatch: Dispatch, chat: RecordingChat): Actor {
  const conversation = `person:${person.id}`;
  const inbox = () => chat.in(conversation);

  async function send(
    act: (common: Pick<Inbound, 'workspace' | 'sender' | 'place' | 'receipt'>) => Inbound,
  ): Promise<Answer> {
    const place = { platform: 'web', conversation, direct: true } as const;
    const reply = await dispatch(act({ workspace, sender: person.id, place, receipt: newId() }));
    return { reply, text: plainReply(reply, person.calendar.zone) };
  }

  const press: Actor['press'] = ({ name, value }) => send((common) => ({ ...common, kind: 'action', name, value }));

  return {
    person,
    inbox,
    press,
    says: (words) => send((common) => ({ ...common, kind: 'command', text: words.replace(/^\/deps\s*/, '') })),
    writes: (words) => send((common) => ({ ...common, kind: 'message', text: words })),
    clicks(label, where) {
      const cards =
        where === undefined
          ? inbox()
              .map((one) => one.card)
              .reverse()
          : [where];
      const buttons = cards.flatMap(buttonsOf);
      const button = buttons.find((one) => (typeof label === 'string' ? one.label === label : label.test(one.label)));
      if (button === undefined) {
        throw new Error(
          `${person.handle} sees no button ${label}; there is: ${buttons.map((one) => one.label).join(', ')}`,
        );
      }
      return press(button);
    },
    submits: (form, fields) =>
      send((common) => ({ ...common, kind: 'form', name: form.name, value: form.value, fields })),
  };
}
