import type { JSX } from 'preact';
import { type Answers, type Field, type Form, initialOf } from '../../chat/form.ts';
import { newId } from '../../core/ids.ts';
import { first, LONGEST_ANSWER, MOST_OPTIONS } from './limits.ts';
import type { WebPerson } from './port.ts';
import type { View } from './render.tsx';
import { TextView } from './render-text.tsx';

/** The form as it was sent, to be shown again with what is wrong in it. */
export interface Refused {
  answers: Answers;
  errors: Readonly<Record<string, string>>;
  /** The same act, sent again: its receipt stays. */
  receipt: string;
}

interface FormProps {
  form: Form;
  view: View;
  /** The people a `person` question offers. */
  people: readonly WebPerson[];
  /** The card whose button opened it; undefined when words did. */
  spot: string | undefined;
  refused?: Refused | undefined;
}

/** What a dialog holds. The form travels with itself, so that it can be shown again by whichever process gets it. */
export function FormView({ form, view, people, spot, refused }: FormProps): JSX.Element {
  const action = `${view.path}/submit`;
  const encoding = form.fields.some((field) => field.kind === 'file') ? MULTIPART : undefined;
  return (
    <form
      method="post"
      action={action}
      enctype={encoding}
      hx-post={action}
      hx-encoding={encoding}
      hx-swap="none"
      hx-sync="this:drop"
      noValidate
    >
      <h2 id="dialog-title">{form.title}</h2>
      <Questions form={form} reader={view.reader} people={people} refused={refused} />
      {spot === undefined ? null : <input type="hidden" name="spot" value={spot} />}
      <div class="notice" role="status" />
      <footer>
        <button type="submit" class="button-primary">
          {form.submit}
        </button>
        <button type="button" data-close>
          Cancel
        </button>
      </footer>
    </form>
  );
}

/** What a form asks, what is wrong with the answers, and the form itself. */
export function Questions({ form, reader, people, refused }: Omit<FormProps, 'view' | 'spot'> & { reader: WebPerson }) {
  const fieldIds = new Set(form.fields.map((field) => field.id));
  const errors = Object.entries(refused?.errors ?? {});
  const general = errors.filter(([id]) => !fieldIds.has(id)).map(([, message]) => message);
  return (
    <>
      {form.intro === undefined ? null : (
        <p>
          <TextView text={form.intro} reader={reader} />
        </p>
      )}
      {errors.length === 0 ? null : (
        <p class="form-errors" role="alert">
          {general.length > 0 ? general.join(' ') : 'Nothing was saved. Put right what is marked below.'}
        </p>
      )}
      <input type="hidden" name="form" value={JSON.stringify(form)} />
      <input type="hidden" name="receipt" value={refused?.receipt ?? newId()} />
      {form.fields.map((field, index) => (
        <FieldView
          field={field}
          id={`field-${index}`}
          people={people}
          answer={refused === undefined ? initialOf(field) : refused.answers[field.id]}
          error={refused?.errors[field.id]}
        />
      ))}
    </>
  );
}

/** How a form is sent that has a file. */
export const MULTIPART = 'multipart/form-data';

type Answer = string | string[] | undefined;

interface FieldProps {
  field: Field;
  id: string;
  people: readonly WebPerson[];
  answer: Answer;
  error: string | undefined;
}

function FieldView({ field, id, people, answer, error }: FieldProps): JSX.Element {
  const notes = (
    <>
      {field.hint === undefined ? null : (
        <p class="note" id={`${id}-hint`}>
          {field.hint}
          {field.kind === 'file' && answer !== undefined ? ' It has to be chosen again.' : null}
        </p>
      )}
      {error === undefined ? null : (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </>
  );
  const describedBy =
    [field.hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].join(' ').trim() ||
    undefined;
  const label = (
    <>
      {field.label}
      {field.optional ? <span class="note"> (optional)</span> : null}
    </>
  );
  if (field.kind === 'choices') {
    const chosen = new Set(Array.isArray(answer) ? answer : []);
    const { kept, left } = first(field.options, MOST_OPTIONS);
    return (
      <fieldset class="field" aria-describedby={describedBy}>
        <legend>{label}</legend>
        {notes}
        {kept.map((option) => (
          <label class="choice">
            <input
              type="checkbox"
              name={nameOf(field)}
              value={option.value}
              checked={chosen.has(option.value)}
              aria-invalid={error !== undefined || undefined}
            />
            {option.label}
          </label>
        ))}
        {left === 0 ? null : <p class="note">and {left} more</p>}
      </fieldset>
    );
  }
  const common = {
    id,
    name: nameOf(field),
    required: field.optional !== true,
    'aria-describedby': describedBy,
    'aria-invalid': error !== undefined || undefined,
  };
  const value = typeof answer === 'string' ? answer : '';
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {notes}
      {renderControl(field, common, value, people)}
    </div>
  );
}

interface Common {
  id: string;
  name: string;
  required: boolean;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

function renderControl(
  field: Exclude<Field, { kind: 'choices' }>,
  common: Common,
  value: string,
  people: readonly WebPerson[],
): JSX.Element {
  switch (field.kind) {
    case 'text':
      return <input type="text" {...common} value={value} maxLength={field.max ?? LONGEST_ANSWER} autocomplete="off" />;
    case 'long-text':
      return (
        <textarea {...common} rows={4} maxLength={field.max ?? LONGEST_ANSWER}>
          {value}
        </textarea>
      );
    case 'choice':
      return <Select common={common} value={value} options={field.options} />;
    case 'person': {
      const options = people.map((one) => ({ value: one.id, label: `${one.name} (@${one.handle})` }));
      return <Select common={common} value={value} options={options} />;
    }
    case 'date':
      return <input type="date" {...common} value={value} />;
    case 'file':
      // Browsers fill in no file.
      return <input type="file" {...common} />;
  }
}

function Select(props: {
  common: Common;
  value: string;
  options: readonly { value: string; label: string }[];
}): JSX.Element {
  const { common, value } = props;
  const { kept, left } = first(props.options, MOST_OPTIONS);
  return (
    <select {...common}>
      {value === '' || !common.required ? <option value="">{common.required ? 'Choose…' : 'None'}</option> : null}
      {kept.map((option) => (
        <option value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
      {left === 0 ? null : <option disabled>and {left} more</option>}
    </select>
  );
}

/** The name under which the browser sends the answer to a question. */
export function nameOf(field: Field): string {
  return `answer.${field.id}`;
}
