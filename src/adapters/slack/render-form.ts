import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import { ButtonValue } from '../../chat/card.ts';
import type { Field, Form } from '../../chat/form.ts';
import type { Reader } from '../../chat/port.ts';
import { shorten, shortenText } from '../../chat/shorten.ts';
import { LIMITS } from './limits.ts';
import { richText, slackUser } from './spans.ts';

/** The one input of each block; the block carries the field's id. */
export const INPUT_ID = 'answer';

const CALENDAR_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The message a form was opened from; its answer may replace that message. */
export const Origin = z.object({
  channel: z.string().optional(),
  ts: z.string().optional(),
  responseUrl: z.string().optional(),
});
export type Origin = z.infer<typeof Origin>;

/** What a form carries through Slack. Nothing in it is trusted. */
export const FormMemory = z.object({ value: ButtonValue, origin: Origin });
export type FormMemory = z.infer<typeof FormMemory>;

/**
 * A form as a Slack modal. `reader.mentions` also fills in people chosen before.
 * Throws a RangeError when the form carries more than a modal can (3,000 characters).
 */
export function renderForm(form: Form, origin: Origin, reader: Reader): ModalView {
  const memory: FormMemory = { value: form.value, origin };
  const private_metadata = JSON.stringify(memory);
  if (private_metadata.length > LIMITS.privateMetadata) {
    throw new RangeError(`The form ${form.name} carries ${private_metadata.length} characters.`);
  }
  const intro: KnownBlock[] =
    form.intro === undefined || form.intro.length === 0 ? [] : [introduction(form.intro, reader)];
  return {
    type: 'modal',
    callback_id: form.name,
    private_metadata,
    title: plain(form.title, LIMITS.modalTitle),
    submit: plain(form.submit, LIMITS.modalButton),
    close: plain('Cancel', LIMITS.modalButton),
    blocks: [...intro, ...form.fields.map((field) => input(field, reader))],
  };
}

function introduction(text: NonNullable<Form['intro']>, reader: Reader): KnownBlock {
  const elements = richText(shortenText(text, LIMITS.text), reader);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

function input(field: Field, reader: Reader): KnownBlock {
  const offered = 'options' in field ? renderOptions(field.options) : undefined;
  if (offered?.length === 0) {
    return { type: 'context', elements: [plain(`${field.label}: nothing to choose from`, LIMITS.inputLabel)] };
  }
  const hint = [field.hint, leftOut(field)].filter((part) => part !== undefined).join(' ');
  return {
    type: 'input',
    block_id: field.id,
    label: plain(field.label, LIMITS.inputLabel),
    optional: field.optional ?? false,
    ...(hint !== '' && { hint: plain(hint, LIMITS.inputHint) }),
    element: element(field, reader),
  };
}

function leftOut(field: Field): string | undefined {
  if (!('options' in field) || field.options.length <= LIMITS.options) return undefined;
  return `The first ${LIMITS.options} of ${field.options.length} are shown.`;
}

function element(field: Field, reader: Reader): InputBlock['element'] {
  const action_id = INPUT_ID;
  switch (field.kind) {
    case 'text':
    case 'long-text': {
      const most = Math.min(field.max ?? LIMITS.inputText, LIMITS.inputText);
      const initial = field.initial && { initial_value: shorten(field.initial, most) };
      const multiline = field.kind === 'long-text';
      return { type: 'plain_text_input', action_id, multiline, max_length: most, ...initial };
    }
    case 'choice': {
      const options = renderOptions(field.options);
      const chosen = options.find((option) => option.value === field.initial);
      const initial = chosen && { initial_option: chosen };
      return options.length <= LIMITS.boxes
        ? { type: 'radio_buttons', action_id, options, ...initial }
        : { type: 'static_select', action_id, options, ...initial };
    }
    case 'choices': {
      const options = renderOptions(field.options);
      const chosen = options.filter((option) => field.initial?.includes(option.value ?? ''));
      const initial = chosen.length > 0 && { initial_options: chosen };
      return options.length <= LIMITS.boxes
        ? { type: 'checkboxes', action_id, options, ...initial }
        : { type: 'multi_static_select', action_id, options, ...initial };
    }
    case 'person': {
      const chosen = slackUser(field.initial ?? '', reader);
      return { type: 'users_select', action_id, ...(chosen !== undefined && { initial_user: chosen }) };
    }
    case 'date': {
      const initial_date = field.initial?.match(CALENDAR_DATE)?.[0];
      return { type: 'datepicker', action_id, ...(initial_date && { initial_date }) };
    }
    case 'file':
      return { type: 'file_input', action_id, max_files: 1 };
  }
}

function renderOptions(options: readonly { value: string; label: string }[]): PlainTextOption[] {
  return options
    .filter((option) => option.value !== '' && option.value.length <= LIMITS.optionValue)
    .slice(0, LIMITS.options)
    .map((option) => ({ value: option.value, text: plain(option.label, LIMITS.optionText) }));
}

function plain(text: string, most: number): { type: 'plain_text'; text: string; emoji: false } {
  return { type: 'plain_text', text: shorten(text, most), emoji: false };
}
