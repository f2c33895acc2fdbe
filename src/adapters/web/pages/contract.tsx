import type { JSX } from 'preact';
import type { WebContract, WebDocument, WebPerson } from '../port.ts';
import { Link, TextView } from '../render-text.tsx';
import { ContractLinks } from './contracts.tsx';
import { type Frame, Page } from './layout.tsx';

/** One version of a contract: its gates, all its versions, what was found in it, what changed, and its text. */
export function ContractPage(props: {
  contract: WebContract;
  path: string;
  reader: WebPerson;
  frame: Frame;
}): JSX.Element {
  const { contract, path, reader, frame } = props;
  const { dependency, title, url, facts, gates, versions, document } = contract;
  return (
    <Page title={title} frame={frame}>
      <main id="main" class="sheet" tabIndex={-1}>
        <h1>{title}</h1>
        {facts.map((fact) => (
          <p>{fact}</p>
        ))}
        {url === null ? null : (
          <p>
            <Link label={url} url={url} />
          </p>
        )}
        <p>
          <a class="button" href={`/dependencies/${dependency}/contract`}>
            Submit the next version
          </a>
        </p>
        <h2>Gates</h2>
        <ul>
          {gates.map((gate) => (
            <li>
              <TextView text={gate.standing} reader={reader} />
              <ul>
                {[...gate.checklist, ...gate.votes].map((item) => (
                  <li>
                    <TextView text={item} reader={reader} />
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
        <h2>Versions</h2>
        <ContractLinks contracts={versions} reader={reader} />
        {document === undefined ? null : <DocumentParts document={document} path={path} />}
      </main>
    </Page>
  );
}

function DocumentParts({ document, path }: { document: WebDocument; path: string }): JSX.Element {
  const { findings, findingsLeft, since, changes, changeLog, text } = document;
  return (
    <>
      <h2>Lint</h2>
      {findings.length === 0 ? <p>Clean</p> : null}
      <ul>
        {findings.map(({ line, severity, message, rule }) => (
          <li>
            <a href={`#line-${line}`}>Line {line}</a> {severity}: {message} <span class="note">({rule})</span>
          </li>
        ))}
      </ul>
      {findingsLeft > 0 ? <p class="note">and {findingsLeft} more</p> : null}
      <h2>Changes</h2>
      <p>{since ?? 'Compared with nothing: no document came before it'}</p>
      <ul>
        {changes.map((change) => (
          <li>
            <strong>{change.class.replace('-', ' ')}</strong> {change.where} <span class="note">{change.message}</span>
          </li>
        ))}
      </ul>
      {changeLog === '' ? null : <ChangeLog text={changeLog} address={`${path}/change-log`} />}
      <h2>Document</h2>
      <p>
        <a href={`${path}/specification`}>Download it</a> or{' '}
        <a href={`${path}/samples`}>valid samples of all that it sends</a>
      </p>
      <pre>{marked(text, new Set(findings.map(({ line }) => line)))}</pre>
    </>
  );
}

/** As it is written, for whoever copies it into a change log of their own. */
function ChangeLog({ text, address }: { text: string; address: string }): JSX.Element {
  return (
    <details>
      <summary>Change log in Markdown</summary>
      <p>
        <a href={address}>Download it</a>
      </p>
      <pre>{text}</pre>
    </details>
  );
}

/** The text; only lines with findings are elements of their own, since a document may have a hundred thousand lines. */
function marked(text: string, lines: ReadonlySet<number>): (string | JSX.Element)[] {
  const parts: (string | JSX.Element)[] = [];
  let plain = '';
  for (const [index, line] of text.split('\n').entries()) {
    if (lines.has(index + 1)) {
      parts.push(plain, <mark id={`line-${index + 1}`}>{line}</mark>);
      plain = '\n';
    } else plain += `${line}\n`;
  }
  return [...parts, plain];
}
