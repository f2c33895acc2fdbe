import type { JSX } from 'preact';
import type { WebContracts, WebPerson } from '../port.ts';
import { TextView } from '../render-text.tsx';
import { type Frame, Page } from './layout.tsx';

/** The present contracts of every programme: how far each has come. */
export function ContractsPage(props: {
  programmes: readonly WebContracts[];
  reader: WebPerson;
  frame: Frame;
}): JSX.Element {
  const { programmes, reader, frame } = props;
  return (
    <Page title="Contracts" frame={frame}>
      <main id="main" class="sheet" tabIndex={-1}>
        <h1>Contracts</h1>
        {programmes.map(({ programme, contracts, left }) => (
          <section>
            <h2>{programme}</h2>
            {contracts.length === 0 ? (
              <p class="note">None is submitted yet. Its owner submits one: /deps submit DEP-4</p>
            ) : null}
            <ContractLinks contracts={contracts} reader={reader} />
            {left > 0 ? <p class="note">and {left} more</p> : null}
          </section>
        ))}
      </main>
    </Page>
  );
}

/** A line for each contract version, which leads to its page. */
export function ContractLinks(props: { contracts: WebContracts['contracts']; reader: WebPerson }): JSX.Element {
  return (
    <ul>
      {props.contracts.map(({ id, text }) => (
        <li>
          <a href={`/contracts/${id}`}>
            <TextView text={text} reader={props.reader} />
          </a>
        </li>
      ))}
    </ul>
  );
}
