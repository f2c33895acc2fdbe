import type { JSX } from 'preact';
import { type Frame, Page } from './layout.tsx';

/** Why something is refused, and what to do instead. */
export interface Problem {
  status: number;
  title: string;
  lines: readonly string[];
}

export function ProblemPage({ problem, frame }: { problem: Problem; frame: Frame }): JSX.Element {
  return (
    <Page title={problem.title} frame={frame}>
      <main id="main" class="sheet">
        <h1>{problem.title}</h1>
        {problem.lines.map((line) => (
          <p>{line}</p>
        ))}
        <p>
          <a class="button" href="/">
            Go to my inbox
          </a>
        </p>
      </main>
    </Page>
  );
}

/** The same inside a page that stays. */
export function ProblemNotice({ problem }: { problem: Problem }): JSX.Element {
  return (
    <p class="error">
      <strong>{problem.title}</strong> {problem.lines.join(' ')}
    </p>
  );
}
