import type { JSX } from 'preact';
import type { Card } from '../../../chat/card.ts';
import type { Form } from '../../../chat/form.ts';
import { plainText } from '../../../chat/plain.ts';
import { newId } from '../../../core/ids.ts';
import { PrivateItem, type View } from '../render.tsx';
import { MULTIPART, Questions, type Refused } from '../render-form.tsx';
import { type Frame, Page } from './layout.tsx';

interface FormPageProps {
  form: Form;
  /** Where the form is sent. */
  path: string;
  view: View;
  csrf: string;
  refused?: Refused | undefined;
  frame: Frame;
}

/** A form on a page of its own: it works without script. It asks for no people. */
export function FormPage({ form, path, view, csrf, refused, frame }: FormPageProps): JSX.Element {
  return (
    <Page title={form.title} frame={frame}>
      <main id="main" class="sheet" tabIndex={-1}>
        <h1>{form.title}</h1>
        <form method="post" action={path} enctype={MULTIPART} class="form" noValidate>
          <input type="hidden" name="csrf" value={csrf} />
          <Questions form={form} reader={view.reader} people={[]} refused={refused} />
          <p>
            <button type="submit" class="button-primary">
              {form.submit}
            </button>
          </p>
        </form>
      </main>
    </Page>
  );
}

/** What a form was answered with, or why there is none. */
export function AnswerPage(props: { card: Card; back: string; view: View; frame: Frame }): JSX.Element {
  const { card, back, view, frame } = props;
  return (
    <Page title={plainText(card.title, view.reader.zone)} frame={frame}>
      <main id="main" class="sheet" tabIndex={-1}>
        <PrivateItem id={newId()} card={card} view={view} />
        <p class="buttons">
          <a class="button" href={back}>
            Back to the form
          </a>
          <a class="button" href="/">
            Go to my inbox
          </a>
        </p>
      </main>
    </Page>
  );
}
