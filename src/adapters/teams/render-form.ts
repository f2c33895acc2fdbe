import type { Answers, Field, Form } from '../../chat/form.ts';
import { initialOf } from '../../chat/form.ts';
import type { Reader } from '../../chat/port.ts';
import { clean, shorten, shortenText } from '../../chat/shorten.ts';
import { submitAction } from './actions.ts';
import type { AdaptiveCard, ChoiceInput, Element, Input } from './adaptive-card.ts';
import { joinValues } from './answers.ts';
import { CARD_BYTES, jsonBytes } from './fit.ts';
import { LIMITS } from './limits.ts';
import { adaptiveCard } from './render.ts';
import { block, entraId, optionTitle, runs, words } from './spans.ts';

const CALENDAR_DATE = /^\d{4}-\d{2}-\d{2}$/;
const FILE_NOTE =
  'Files do not fit a form in Teams: send yours in a message to Depsync, with the command that opened this form.';

export interface FormOptions {
  /** The form is shown in a dialog, which has its title; else in the conversation. */
  dialogs: boolean;
  /** The message it was opened from, by Teams' id. */
  origin?: string | undefined;
  /** Which message of the outbox that is. */
  message?: string | undefined;
  /** What was typed, when the form is shown again; they take the place of the answers the form comes with. */
  answers?: Answers;
  /** What is wrong, by field id; under `''` what is wrong with the whole. */
  errors?: Readonly<Record<string, string>>;
  /** Who can be chosen where there is no people picker: without dialogs. */
  people?: readonly { id: string; name: string }[];
}

/** How a form is made smaller, step by step, until it fits: first without the second copy of itself, then by what it offers. */
const STEPS: readonly Step[] = [
  { fallback: true, label: LIMITS.optionLabel, options: LIMITS.options, answer: LIMITS.inputText },
  { fallback: false, label: LIMITS.optionLabel, options: LIMITS.options, answer: LIMITS.inputText },
  { fallback: false, label: 80, options: LIMITS.options, answer: LIMITS.inputText },
  { fallback: false, label: 80, options: LIMITS.options, answer: 1_000 },
  { fallback: false, label: 60, options: 40, answer: 200 },
  { fallback: false, label: 60, options: 15, answer: 200 },
];

interface Step {
  fallback: boolean;
  /** Characters of an option. */
  label: number;
  /** Options of one question; also the people offered. */
  options: number;
  /** Longer answers are not filled in again. */
  answer: number;
}

/**
 * A form as an Adaptive Card. `reader.mentions` fills in people chosen before.
 * Throws a RangeError when the form carries more than a message of Teams can: it travels with its submit.
 */
export function renderForm(form: Form, reader: Reader, options: FormOptions): AdaptiveCard {
  for (const step of STEPS) {
    const card = render(withShortOptions(form, step), reader, options, step);
    if (jsonBytes(card) <= CARD_BYTES) return card;
  }
  throw new RangeError(`The form ${form.name} is larger than a message of Teams.`);
}

function render(form: Form, reader: Reader, options: FormOptions, step: Step): AdaptiveCard {
  const { dialogs, origin, message, errors = {} } = options;
  const heading: Element[] = dialogs ? [] : [block([words(form.title, { weight: 'bolder', size: 'medium' })])];
  const intro: Element[] = form.intro?.length ? [block(runs(shortenText(form.intro, LIMITS.text), reader))] : [];
  const fields = form.fields.flatMap((field) => question(field, reader, options, step));
  const submit = submitAction(form, { dialogs, fallback: step.fallback, origin, message });
  return adaptiveCard([...heading, ...intro, ...problem(errors['']), ...fields], { actions: [submit] });
}

/** The form with fewer and shorter options, which says so: shown again, it knows no more of them. */
function withShortOptions(form: Form, step: Step): Form {
  const fields = form.fields.map((field) => {
    if (!('options' in field)) return field;
    const all = field.options.length;
    const options = field.options
      .slice(0, step.options)
      .map(({ value, label }) => ({ value, label: shorten(label, step.label) }));
    if (all <= step.options) return { ...field, options };
    return { ...field, options, hint: sentences(field.hint, firstOf(step.options, all)) };
  });
  return { ...form, fields };
}

function firstOf(most: number, all: number): string {
  return `The first ${most} of ${all} are shown.`;
}

function sentences(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}

function question(field: Field, reader: Reader, options: FormOptions, step: Step): Element[] {
  const { dialogs, people = [], errors } = options;
  const answer = answerOf(field, options);
  const isLong = typeof answer === 'string' && answer.length > step.answer;
  const input = inputOf(field, isLong ? undefined : answer, reader, { dialogs, people: people.slice(0, step.options) });
  if (input === undefined) return [small(`${field.label}: ${nothingToAnswer(field)}`)];
  const hint = sentences(
    field.hint,
    field.kind === 'person' && !dialogs && people.length > step.options
      ? firstOf(step.options, people.length)
      : undefined,
    isLong ? 'Your answer is too long to be shown again: paste it once more.' : undefined,
  );
  return [input, ...problem(errors?.[field.id]), ...(hint === '' ? [] : [small(hint)])];
}

/** What is filled in: what was typed, or else what the form comes with. */
function answerOf(field: Field, { answers }: FormOptions): string | readonly string[] | undefined {
  return answers === undefined ? initialOf(field) : answers[field.id];
}

function nothingToAnswer(field: Field): string {
  return field.kind === 'file' ? FILE_NOTE : 'nothing to choose from';
}

/** Said in words and colour, beside what it is about. */
function problem(message: string | undefined): Element[] {
  if (message === undefined) return [];
  const text = words(shorten(message, LIMITS.inputHint), { color: 'attention', weight: 'bolder' });
  return [{ ...block([text]), spacing: 'small' }];
}

function small(text: string): Element {
  return { ...block([words(shorten(text, LIMITS.inputHint), { size: 'small', isSubtle: true })]), spacing: 'small' };
}

/** The input of a question; undefined where nothing can be answered. */
function inputOf(
  field: Field,
  answer: string | readonly string[] | undefined,
  reader: Reader,
  { dialogs, people }: { dialogs: boolean; people: NonNullable<FormOptions['people']> },
): Input | undefined {
  const given = typeof answer === 'string' && answer !== '' ? answer : undefined;
  const asked = {
    id: field.id,
    label: shorten(field.label, LIMITS.inputLabel),
    isRequired: !field.optional,
    errorMessage: 'An answer is needed here.',
  };
  switch (field.kind) {
    case 'text':
    case 'long-text': {
      const maxLength = Math.min(field.max ?? LIMITS.inputText, LIMITS.inputText);
      const value = given === undefined ? {} : { value: clean(given).slice(0, maxLength).toWellFormed() };
      return { type: 'Input.Text', ...asked, isMultiline: field.kind === 'long-text', maxLength, ...value };
    }
    case 'choice':
      return choiceOf(field.options, { ...asked, isMultiSelect: false }, given === undefined ? [] : [given]);
    case 'choices':
      return choiceOf(field.options, { ...asked, isMultiSelect: true }, typeof answer === 'string' ? [answer] : answer);
    case 'person':
      return dialogs ? picker(asked, given, reader) : fromList(asked, given, people);
    case 'date': {
      const value = given?.match(CALENDAR_DATE)?.[0];
      return { type: 'Input.Date', ...asked, ...(value !== undefined && { value }) };
    }
    case 'file':
      return undefined;
  }
}

type Asked = Pick<Input, 'id' | 'label' | 'isRequired' | 'errorMessage'>;

/** All at once where they are few, else a list to open; undefined where there is nothing to choose from. */
function choiceOf(
  offered: readonly { value: string; label: string }[],
  asked: Asked & { isMultiSelect: boolean },
  chosen: readonly string[] = [],
): ChoiceInput | undefined {
  const shown = offered.filter(({ value }) => value !== '');
  if (shown.length === 0) return undefined;
  const known = chosen.filter((value) => shown.some((option) => option.value === value));
  const value = asked.isMultiSelect ? joinValues(known) : known[0];
  return {
    type: 'Input.ChoiceSet',
    ...asked,
    choices: shown.map((option) => ({
      title: optionTitle(option.label),
      value: asked.isMultiSelect ? joinValues([option.value]) : option.value,
    })),
    style: shown.length <= LIMITS.optionsShown ? 'expanded' : 'compact',
    wrap: true,
    ...(value !== undefined && value !== '' && { value }),
  };
}

/** Teams' own search for the people of the tenant; the answer is an Entra object id. */
function picker(asked: Asked, chosen: string | undefined, reader: Reader): ChoiceInput {
  const known = chosen === undefined ? undefined : (entraId(chosen, reader) ?? chosen);
  return {
    type: 'Input.ChoiceSet',
    ...asked,
    choices: [],
    'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
    isMultiSelect: false,
    wrap: true,
    ...(known !== undefined && { value: known }),
  };
}

/** A list of people; the answer is a Depsync id. */
function fromList(
  asked: Asked,
  chosen: string | undefined,
  people: readonly { id: string; name: string }[],
): ChoiceInput | undefined {
  const options = people.map(({ id, name }) => ({ value: id, label: shorten(name, LIMITS.optionLabel) }));
  return choiceOf(options, { ...asked, isMultiSelect: false }, chosen === undefined ? [] : [chosen]);
}
