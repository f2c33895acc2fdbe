import { type RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import { headersOfOthers, uncached } from './headers.ts';
import type { Frame } from './pages/layout.tsx';
import type { WebHost } from './port.ts';
import { explain, Refusal } from './refusal.tsx';
import type { Sessions } from './session.ts';
import { visitorOf } from './visitor.ts';

const READING = new Set(['GET', 'HEAD']);

export interface LeadsDeps {
  host: WebHost;
  sessions: Sessions;
  log: Logger;
  frame: () => Frame;
}

/** Pages made elsewhere, for leads who have signed in; every address below them is guarded, and only looked at. */
export function forLeads({ host, sessions, log, frame }: LeadsDeps, pages: RequestHandler): Router {
  const router = Router();
  router.use(headersOfOthers, uncached, async (req, res, next) => {
    const { workspace, person } = await visitorOf(sessions, host, req, res);
    if (!(await host.isLead(workspace, person.id))) {
      throw new Refusal(403, 'Only a lead of a programme may look at this.', 'Ask a lead, or have yourself named one.');
    }
    if (!READING.has(req.method)) {
      throw new Refusal(405, 'These pages only show.', 'Nothing was done. What waits is delivered by itself.');
    }
    next();
  });
  router.use(pages);
  router.use(explain(log, frame));
  return router;
}
