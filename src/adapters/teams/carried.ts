import { z } from 'zod';
import { ButtonValue } from '../../chat/card.ts';
import { Form } from '../../chat/form.ts';

const Named = {
  name: z.string(),
  value: ButtonValue,
  /** The message of the outbox that the card is: shown anew, its viewers' clients go on asking for their version. */
  message: z.string().optional(),
};

/**
 * What an action of a card carries in `data.depsync`, whatever brings it: Action.Execute, a dialog, or the Action.Submit
 * of an old client. Nothing in it is trusted.
 */
export const Carried = z.discriminatedUnion('kind', [
  /** A button that acts at once. */
  z.object({ kind: z.literal('action'), ...Named }),
  /** A button whose handler answers with a form. */
  z.object({ kind: z.literal('open'), ...Named }),
  /**
   * The submit of this form; the answers stand beside `depsync`, by field id. The form comes without initial answers. `origin` is
   * the message it was opened from, which its answer may replace, `message` the one of the outbox that this is.
   */
  z.object({ kind: z.literal('form'), form: Form, origin: z.string().optional(), message: z.string().optional() }),
  /** A viewer's client asks for its own version of this message of the outbox. */
  z.object({ kind: z.literal('view'), message: z.string() }),
]);
export type Carried = z.infer<typeof Carried>;

/** The data of an action as Teams brings it back: ours, and what was typed into the card's inputs. */
export const CarriedData = z.looseObject({ depsync: Carried });
export type CarriedData = z.infer<typeof CarriedData>;
