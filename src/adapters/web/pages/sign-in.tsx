import type { JSX } from 'preact';
import { first, MOST_OPTIONS } from '../limits.ts';
import type { WebPerson } from '../port.ts';
import { type Frame, Page } from './layout.tsx';

interface SignInProps {
  people: readonly WebPerson[];
  csrf: string;
  frame: Frame;
}

/** Whoever sits at this machine picks who they are. */
export function SignInPage({ people, csrf, frame }: SignInProps): JSX.Element {
  const { kept, left } = first(people, MOST_OPTIONS);
  return (
    <Page title="Continue as" frame={frame}>
      <main id="main" class="sheet">
        <h1>Continue as …</h1>
        <p class="note">No sign-in is configured: everybody at this machine may act as anybody of the register.</p>
        {people.length === 0 ? (
          <p>
            The register knows nobody yet. Import one: <code>depsync import examples/q1-launch.yaml</code>
          </p>
        ) : null}
        <form method="post" action="/sign-in" class="people">
          <input type="hidden" name="csrf" value={csrf} />
          {kept.map((person) => (
            <button type="submit" name="person" value={person.id}>
              <strong>{person.name}</strong>
              <span class="note">
                @{person.handle}
                {person.title === null ? '' : ` · ${person.title}`}
              </span>
              <span class="note">{person.zone}</span>
            </button>
          ))}
        </form>
        {left === 0 ? null : <p class="note">and {left} more, who cannot be picked here</p>}
      </main>
    </Page>
  );
}
