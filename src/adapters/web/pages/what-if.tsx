import type { JSX } from 'preact';
import { first, MOST_OPTIONS } from '../limits.ts';
import type { WebPerson, WebWhatIf } from '../port.ts';
import { PrivateItem } from '../render.tsx';
import { type Frame, Page } from './layout.tsx';

const PATH = '/what-if';

/** A form for a slip, and what follows from it. */
export function WhatIfPage(props: {
  whatIf: WebWhatIf;
  /** As it was typed. */
  slip: { dependency: string; days: string } | undefined;
  reader: WebPerson;
  frame: Frame;
}): JSX.Element {
  const { whatIf, slip, reader, frame } = props;
  const { open, answer, fault } = whatIf;
  return (
    <Page title="What if" frame={frame}>
      <main id="main" class="sheet" tabIndex={-1}>
        <h1>What if a dependency slips</h1>
        <form method="get" action={PATH} class="filter">
          <label>
            Dependency{' '}
            <input
              name="dependency"
              list="open"
              required
              autocomplete="off"
              value={slip?.dependency ?? ''}
              aria-describedby={fault === undefined ? undefined : 'fault'}
            />
          </label>
          <datalist id="open">
            {first(open, MOST_OPTIONS).kept.map(({ key, title }) => (
              <option value={key}>{title}</option>
            ))}
          </datalist>
          <label>
            Working days{' '}
            <input name="days" inputMode="numeric" required autocomplete="off" size={4} value={slip?.days ?? '5'} />
          </label>
          <button type="submit">Show what follows</button>
        </form>
        <p class="note">Nothing is saved.</p>
        {fault === undefined ? null : (
          <p class="error" id="fault" role="alert">
            {fault}
          </p>
        )}
        {answer === undefined ? null : <PrivateItem id="answer" card={answer} view={{ reader, path: PATH }} />}
      </main>
    </Page>
  );
}
