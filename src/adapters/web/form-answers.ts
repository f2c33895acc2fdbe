import type { Answers, Field, Form } from '../../chat/form.ts';
import { LONGEST_ANSWER } from './limits.ts';
import { nameOf } from './render-form.tsx';
import type { Body } from './request.ts';

/** Answers as the browser sent them, and what of them cannot be right whatever the form is for. Empty ones are left out. */
export function readAnswers(form: Form, body: Body): { answers: Answers; errors: Record<string, string> } {
  const answers: Answers = {};
  const errors: Record<string, string> = {};
  for (const field of form.fields) {
    const sent = body[nameOf(field)] ?? [];
    if (typeof sent === 'object' && 'wrong' in sent) {
      errors[field.id] = sent.wrong;
      continue;
    }
    const answer = field.kind === 'choices' ? [sent].flat() : textOf(field, sent);
    const error = complaint(field, answer);
    if (error !== undefined) errors[field.id] = error;
    if (answer !== '') answers[field.id] = answer;
  }
  return { answers, errors };
}

function complaint(field: Field, answer: string | string[]): string | undefined {
  if (answer.length === 0) return field.optional ? undefined : missing(field);
  switch (field.kind) {
    case 'text':
    case 'long-text': {
      const most = field.max ?? LONGEST_ANSWER;
      return answer.length > most ? `Shorten this to ${most} characters; it has ${answer.length}.` : undefined;
    }
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(String(answer)) ? undefined : 'Give a date such as 2026-12-04.';
    case 'choice':
    case 'choices':
    case 'person':
    case 'file':
      return undefined;
  }
}

function missing(field: Field): string {
  switch (field.kind) {
    case 'text':
    case 'long-text':
      return 'Fill this in.';
    case 'choice':
    case 'person':
      return 'Choose one.';
    case 'choices':
      return 'Choose at least one.';
    case 'date':
      return 'Give a date.';
    case 'file':
      return 'Choose a file.';
  }
}

function textOf({ kind }: Field, sent: string | string[]): string {
  const text = Array.isArray(sent) ? (sent[0] ?? '') : sent;
  if (kind === 'file') return text;
  const lines = text.replaceAll('\r\n', '\n');
  // What several lines begin with may mean something.
  return kind === 'long-text' ? lines.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd() : lines.trim();
}
