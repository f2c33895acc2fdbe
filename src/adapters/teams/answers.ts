import type { Answers, Form } from '../../chat/form.ts';
import { clean } from '../../chat/shorten.ts';

/** Several answers in one string, as Teams wants and gives them: parted by commas, those inside an answer in percent code. */
export function joinValues(values: readonly string[]): string {
  return values.map((value) => value.replace(/[%,]/g, encodeURIComponent)).join(',');
}

function splitValues(joined: string): string[] {
  return joined
    .split(',')
    .filter((value) => value !== '')
    .map((value) => value.replaceAll('%2C', ',').replaceAll('%25', '%'));
}

/** The answers to a form, out of the data that its submit brings back: those of its own questions alone. An open one has none. */
export function answersIn(form: Form, data: Readonly<Record<string, unknown>>): Answers {
  const answers: Answers = {};
  for (const field of form.fields) {
    const given = data[field.id];
    if (field.kind === 'choices') answers[field.id] = splitValues(typeof given === 'string' ? given : '');
    // Code is shown with spaces that do not break, and copied with them.
    else if (typeof given === 'string' && given !== '') answers[field.id] = clean(given).replaceAll('\u00A0', ' ');
  }
  return answers;
}
