import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** The style sheet that the queue's pages (`@bull-board/ui` 9.10.1) write into themselves for their notices. */
const STYLE_OF_NOTICES = "'sha256-r2N1TB/gHbBtBZFKg7ejmq1acVSREzucTAEw6ga4hoU='";

/** What browsers may do with our pages: everything comes from here, nothing is written into the page. */
export const headers = policy({ base: "'none'", styles: ["'self'"] });

/** The same for pages made elsewhere: they name the address that their links begin with, and hold one known style sheet. */
export const headersOfOthers = policy({ base: "'self'", styles: ["'self'", STYLE_OF_NOTICES] });

function policy({ base, styles }: { base: string; styles: string[] }): RequestHandler {
  return helmet({
    // Without a referrer at all, browsers send `Origin: null` with a form.
    referrerPolicy: { policy: 'same-origin' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: styles,
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: [base],
        frameAncestors: ["'none'"],
      },
    },
  });
}

/** What one person was shown is shown to nobody after them. */
export const uncached: RequestHandler = (_req, res, next) => {
  res.set('cache-control', 'no-store');
  next();
};
