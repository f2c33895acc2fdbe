import { renderToString } from 'preact-render-to-string';
import type { Field, Form } from '../../chat/form.ts';
import { readAnswers } from './form-answers.ts';
import { MOST_OPTIONS } from './limits.ts';
import { FormView, type Refused } from './render-form.tsx';

const ana = { id: 'p-ana', name: 'Ana Ruiz', handle: 'ana', title: null, zone: 'Europe/Berlin' };
const HOSTILE = '"><script>alert(1)</script>';

function formOf(...fields: Field[]): Form {
  return { name: 'checkins.details', value: { id: '7' }, title: 'DEP-4', submit: 'Record for DEP-4', fields };
}

function shown(form: Form, refused?: Refused): string {
  return renderToString(
    <FormView
      form={form}
      view={{ reader: ana, path: '/c/person:p-ana' }}
      people={[ana]}
      spot="m-1"
      refused={refused}
    />,
  );
}

const hostile = { label: HOSTILE, hint: HOSTILE };
const hostileOptions = [{ value: HOSTILE, label: HOSTILE }];
const FIELDS: Field[] = [
  { kind: 'text', id: HOSTILE, ...hostile, initial: HOSTILE },
  { kind: 'long-text', id: 'b', ...hostile, initial: `</textarea>${HOSTILE}` },
  { kind: 'choice', id: 'c', ...hostile, options: hostileOptions, initial: HOSTILE },
  { kind: 'choices', id: 'd', ...hostile, options: hostileOptions, initial: [HOSTILE] },
  { kind: 'person', id: 'e', ...hostile, initial: 'p-ana' },
  { kind: 'date', id: 'f', ...hostile, initial: '2026-12-04' },
  { kind: 'file', id: 'g', ...hostile },
];

it.each(FIELDS.map((field) => [field.kind, field] as const))(
  'shows hostile text of a %s field as it is',
  (_kind, field) => {
    const html = shown(formOf(field), {
      answers: { [field.id]: HOSTILE },
      errors: { [field.id]: HOSTILE },
      receipt: 'r',
    });
    expect(html).not.toContain('<script');
  },
);

it.each(FIELDS.map((field) => [field.kind, field] as const))(
  'labels a %s field and ties hint and error to it',
  (kind, field) => {
    const html = shown(formOf(field), { answers: {}, errors: { [field.id]: 'Say who.' }, receipt: 'r' });
    expect(html).toContain('aria-describedby="field-0-hint field-0-error"');
    expect(html).toContain('<p class="error" id="field-0-error">Say who.</p>');
    expect(html).toContain('aria-invalid');
    expect(html).toContain(kind === 'choices' ? '<legend>' : '<label for="field-0">');
  },
);

it('shows initial answers', () => {
  const html = shown(
    formOf(
      { kind: 'text', id: 'a', label: 'A', initial: 'said before' },
      {
        kind: 'choice',
        id: 'b',
        label: 'B',
        options: [
          { value: '1', label: 'one' },
          { value: '2', label: 'two' },
        ],
        initial: '2',
      },
      { kind: 'person', id: 'c', label: 'C', initial: 'p-ana' },
    ),
  );
  expect(html).toContain('value="said before"');
  expect(html).toContain('<option value="2" selected>two</option>');
  expect(html).toContain('<option value="p-ana" selected>Ana Ruiz (@ana)</option>');
});

it('shows a refused form with the answers that were given, under the same receipt', () => {
  const form = formOf({ kind: 'text', id: 'a', label: 'A', initial: 'first' });
  const html = shown(form, { answers: { a: 'second' }, errors: { a: 'No.' }, receipt: 'the-receipt' });
  expect(html).toContain('value="second"');
  expect(html).not.toContain('value="first"');
  expect(html).toContain('name="receipt" value="the-receipt"');
});

it('shows a complaint about no question in particular', () => {
  const html = shown(formOf(), {
    answers: {},
    errors: { '': 'The date of DEP-4 was changed meanwhile.' },
    receipt: 'r',
  });
  expect(html).toContain('role="alert">The date of DEP-4 was changed meanwhile.<');
});

it('offers many options up to a limit and says what it left out', () => {
  const options = Array.from({ length: MOST_OPTIONS + 3 }, (_, n) => ({ value: String(n), label: String(n) }));
  expect(shown(formOf({ kind: 'choice', id: 'a', label: 'A', options }))).toContain('>and 3 more<');
  expect(shown(formOf({ kind: 'choices', id: 'a', label: 'A', options }))).toContain('>and 3 more<');
});

describe('answers of a form', () => {
  const text: Field = { kind: 'text', id: 'a', label: 'A', max: 5 };

  it('are read by question, and others are ignored', () => {
    const form = formOf(text, { kind: 'choices', id: 'b', label: 'B', options: [] });
    const { answers, errors } = readAnswers(form, { 'answer.a': ' one ', 'answer.b': 'x', 'answer.z': 'z', a: 'z' });
    expect(answers).toEqual({ a: 'one', b: ['x'] });
    expect(errors).toEqual({});
  });

  it('keep several choices, and none', () => {
    const form = formOf({ kind: 'choices', id: 'b', label: 'B', options: [], optional: true });
    expect(readAnswers(form, { 'answer.b': ['x', 'y'] }).answers).toEqual({ b: ['x', 'y'] });
    expect(readAnswers(form, {}).answers).toEqual({ b: [] });
  });

  it('are asked for where they are missing', () => {
    const { answers, errors } = readAnswers(formOf(text), { 'answer.a': '   ' });
    expect(answers).toEqual({});
    expect(errors).toEqual({ a: 'Fill this in.' });
  });

  it('may be left out where they are optional', () => {
    expect(readAnswers(formOf({ ...text, optional: true }), {})).toEqual({ answers: {}, errors: {} });
  });

  it('are refused when too long, with how long they are', () => {
    expect(readAnswers(formOf(text), { 'answer.a': '123456' }).errors).toEqual({
      a: 'Shorten this to 5 characters; it has 6.',
    });
  });

  it('are refused when no date', () => {
    const form = formOf({ kind: 'date', id: 'a', label: 'A' });
    expect(readAnswers(form, { 'answer.a': 'Friday' }).errors).toEqual({ a: 'Give a date such as 2026-12-04.' });
    expect(readAnswers(form, { 'answer.a': '2026-12-04' }).errors).toEqual({});
  });

  it('keep the text of a file, and how pasted lines begin', () => {
    const form = formOf({ kind: 'file', id: 'a', label: 'A' }, { kind: 'long-text', id: 'b', label: 'B' });
    const { answers } = readAnswers(form, { 'answer.a': ' a:\r\n', 'answer.b': '\r\n  a: 1\r\n  b: 2\r\n\r\n' });
    expect(answers).toEqual({ a: ' a:\r\n', b: '  a: 1\n  b: 2' });
  });

  it('say what is wrong with a file, and that it is missing', () => {
    const form = formOf({ kind: 'file', id: 'a', label: 'A' });
    expect(readAnswers(form, { 'answer.a': { wrong: 'This is not UTF-8 text.' } })).toEqual({
      answers: {},
      errors: { a: 'This is not UTF-8 text.' },
    });
    expect(readAnswers(form, { 'answer.a': '' }).errors).toEqual({ a: 'Choose a file.' });
  });
});

it('sends a form with a file in parts, and has the file chosen again when something else was wrong', () => {
  const form = formOf({ kind: 'file', id: 'a', label: 'A', hint: 'YAML.' }, { kind: 'text', id: 'b', label: 'B' });
  expect(shown(form)).toContain('hx-encoding="multipart/form-data"');
  const again = shown(form, { answers: { a: HOSTILE, b: '' }, errors: { b: 'Fill this in.' }, receipt: 'r' });
  expect(again).toContain('YAML. It has to be chosen again.');
  expect(again).not.toContain('<script');
});
