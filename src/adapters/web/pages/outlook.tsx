import type { JSX } from 'preact';
import { first, MOST_OPTIONS } from '../limits.ts';
import { PictureView } from '../picture.tsx';
import type { WebOutlook } from '../port.ts';
import { type Frame, Page } from './layout.tsx';
import { ProgrammeChoice } from './programmes.tsx';

/** Which part of a programme somebody looks at. */
export interface Chosen {
  team?: string | undefined;
  status?: 'red' | 'yellow' | 'green' | undefined;
  path?: 'on' | undefined;
  /** Its key. */
  programme?: string | undefined;
}

/** A map or a timeline: a form for the part, the picture, and the same in words and as text to copy. */
export function OutlookPage(props: {
  path: string;
  outlook: WebOutlook;
  /** The address of the picture. */
  picture: string;
  chosen: Chosen;
  frame: Frame;
}): JSX.Element {
  const { path, outlook, picture, chosen, frame } = props;
  const { title, alt, leftOut, mermaid, markdown } = outlook;
  return (
    <Page title={title} frame={frame}>
      <main id="main" class="sheet broad" tabIndex={-1}>
        <h1>{title}</h1>
        <Part path={path} outlook={outlook} chosen={chosen} />
        <p>{alt}</p>
        {leftOut === undefined ? null : <p class="note">{leftOut}</p>}
        <PictureView path={picture} alt={alt} />
        {markdown === undefined ? null : <ToCopy label="Milestones as a table in Markdown" text={markdown} />}
        <ToCopy label="The same as Mermaid" text={mermaid} />
      </main>
    </Page>
  );
}

function Part({ path, outlook, chosen }: { path: string; outlook: WebOutlook; chosen: Chosen }): JSX.Element {
  const { teams, programme, programmes } = outlook;
  return (
    <form method="get" action={path} class="filter">
      <ProgrammeChoice programme={programme} programmes={programmes} />
      <label>
        Team{' '}
        <select name="team">
          <option value="">all</option>
          {first(teams, MOST_OPTIONS).kept.map(({ key, name }) => (
            <option value={key} selected={key === chosen.team}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Status{' '}
        <select name="status">
          <option value="">all</option>
          {(['red', 'yellow', 'green'] as const).map((status) => (
            <option value={status} selected={status === chosen.status}>
              {status}
            </option>
          ))}
        </select>
      </label>
      <label>
        <input type="checkbox" name="path" value="on" checked={chosen.path === 'on'} /> critical path alone
      </label>
      <button type="submit">Show</button>
    </form>
  );
}

function ToCopy({ label, text }: { label: string; text: string }): JSX.Element {
  return (
    <details>
      <summary>{label}</summary>
      <pre>{text}</pre>
    </details>
  );
}
