import type { DateTime } from 'luxon';
import type { ComponentChildren, JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** htmx without what a strict policy forbids (eval, inline styles); refusals are shown in the notice. */
const HTMX_CONFIG = JSON.stringify({
  allowEval: false,
  includeIndicatorStyles: false,
  attributesToSettle: [],
  selfRequestsOnly: true,
  historyEnabled: false,
  historyCacheSize: 0,
  responseHandling: [
    { code: '204', swap: false },
    { code: '[23]..', swap: true },
    { code: '[45]..', swap: true, target: '#notice', swapOverride: 'innerHTML' },
  ],
});

/** What every page knows of this installation. */
export interface Frame {
  version: string;
  now: DateTime;
  /** Simulated seconds per real second; 1 for real time. */
  speed: number;
}

interface PageProps {
  title: string;
  frame: Frame;
  /** Lets what is posted from this page be told from what another site posts. */
  csrf?: string;
  /** Stands at the end of the top bar. */
  top?: ComponentChildren;
  wide?: boolean;
  children: ComponentChildren;
}

/** A whole page. */
export function Page({ title, frame, csrf, top, wide, children }: PageProps): JSX.Element {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={HTMX_CONFIG} />
        <title>{`${title} · Depsync`}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/console.css" />
        {/* Not deferred: nothing may be sent before they are there. */}
        <script src="/assets/htmx.min.js" />
        <script src="/assets/console.js" />
      </head>
      <body
        class={wide ? 'wide' : 'narrow'}
        hx-headers={csrf === undefined ? undefined : JSON.stringify({ 'x-csrf-token': csrf })}
      >
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="top">
          <a class="brand" href="/">
            Depsync
          </a>
          {frame.speed === 1 ? null : <SimulatedClock frame={frame} />}
          {top}
        </header>
        {children}
        <footer class="bottom">Depsync {frame.version}</footer>
      </body>
    </html>
  );
}

/** The page's script lets it run on. */
function SimulatedClock({ frame: { now, speed } }: { frame: Frame }): JSX.Element {
  const shown = now.toUTC().setLocale('en-US').toFormat("ccc d LLL yyyy, HH:mm 'UTC'");
  return (
    <p class="clock">
      simulated{' '}
      <time id="clock" datetime={now.toUTC().toISO()} data-speed={speed}>
        {shown}
      </time>{' '}
      · {speed}×
    </p>
  );
}

export function renderPage(page: JSX.Element): string {
  return `<!doctype html>${renderToString(page)}`;
}
