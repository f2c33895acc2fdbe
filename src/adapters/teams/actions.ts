import type { Button } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { shorten } from '../../chat/shorten.ts';
import type { Action, AdaptiveCard, ExecuteAction } from './adaptive-card.ts';
import type { Carried } from './carried.ts';
import { LIMITS } from './limits.ts';

const STYLE = { primary: 'positive', danger: 'destructive' } as const;
/** The verbs of what is no button: the submit of a form, and a client that asks for its viewer's card. */
const FORM_VERB = 'form';
const VIEW_VERB = 'view';

/** A button, of a message of the outbox; pages of the console are left out before. */
export function buttonAction(
  button: Exclude<Button, { kind: 'page' }>,
  { dialogs, message }: { dialogs: boolean; message?: string },
): Action {
  const title = shorten(button.label, LIMITS.buttonLabel);
  switch (button.kind) {
    case 'link':
      return { type: 'Action.OpenUrl', title, url: button.url };
    case 'action':
    case 'form': {
      const { name, value } = button;
      const carried = { name, value, ...(message !== undefined && { message }) };
      const shown = { title, ...(button.style !== undefined && { style: STYLE[button.style] }) };
      if (button.kind === 'action') return execute(shown, name, { kind: 'action', ...carried });
      const opens: Carried = { kind: 'open', ...carried };
      if (!dialogs) return execute(shown, name, opens);
      return { type: 'Action.Submit', ...shown, data: { depsync: opens, msteams: { type: 'task/fetch' } } };
    }
  }
}

/** The submit of a form. The form travels along without the answers it came with; with a fallback, twice. */
export function submitAction(
  form: Form,
  {
    dialogs,
    fallback,
    origin,
    message,
  }: { dialogs: boolean; fallback: boolean; origin: string | undefined; message: string | undefined },
): Action {
  const title = shorten(form.submit, LIMITS.buttonLabel);
  const fields = form.fields.map((field) => ({ ...field, initial: undefined }));
  const of = { ...(origin !== undefined && { origin }), ...(message !== undefined && { message }) };
  const carried: Carried = { kind: 'form', form: { ...form, fields }, ...of };
  const data = { depsync: carried };
  if (dialogs) return { type: 'Action.Submit', title, data };
  if (fallback) return execute({ title }, FORM_VERB, carried);
  return { type: 'Action.Execute', title, verb: FORM_VERB, data };
}

/** Has the clients of these people ask for their own view of a message, those of others when they choose to. */
export function refreshAction(message: string, people: readonly string[]): NonNullable<AdaptiveCard['refresh']> {
  return {
    action: { type: 'Action.Execute', verb: VIEW_VERB, data: { depsync: { kind: 'view', message } } },
    ...(people.length > 0 && { userIds: people.slice(0, LIMITS.refreshUsers) }),
  };
}

function execute(
  shown: { title: string; style?: 'positive' | 'destructive' },
  verb: string,
  depsync: Carried,
): ExecuteAction {
  const data = { depsync };
  return { type: 'Action.Execute', ...shown, verb, data, fallback: { type: 'Action.Submit', ...shown, data } };
}
