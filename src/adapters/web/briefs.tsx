import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { UserError } from '../../core/errors.ts';
import { BriefPage } from './pages/brief.tsx';
import { CommunicationPage } from './pages/communication.tsx';
import { type Frame, renderPage } from './pages/layout.tsx';
import type { WebHost } from './port.ts';
import { Refusal } from './refusal.tsx';
import type { Sessions } from './session.ts';
import { visitorOf } from './visitor.ts';

const Id = z.uuid();

/** The executive brief as it is now, those that were sent, and how communication was kept. */
export function briefPages(deps: { host: WebHost; sessions: Sessions; frame: () => Frame }): Router {
  const { host, sessions, frame } = deps;
  const router = Router();

  router.get('/brief', (req, res) => show(req, res, {}));
  router.get('/briefs/:id', async (req, res) => {
    const id = Id.safeParse(req.params['id']).data;
    if (id === undefined) throw gone();
    await show(req, res, { id });
  });

  router.get('/communication', async (req, res) => {
    const { workspace } = await visitorOf(sessions, host, req, res);
    const communication = await host.communication(workspace, frame().now);
    if (communication === undefined) throw gone();
    res.send(renderPage(<CommunicationPage communication={communication} frame={frame()} />));
  });

  async function show(req: Request, res: Response, which: { id?: string }): Promise<void> {
    const { workspace, person } = await visitorOf(sessions, host, req, res);
    const asked = { now: frame().now, personId: person.id, ...which };
    const brief = await host.brief(workspace, asked).catch(refused);
    if (brief === undefined) throw gone();
    res.send(renderPage(<BriefPage brief={brief} frame={frame()} />));
  }

  return router;
}

function gone(): Refusal {
  return new Refusal(404, 'There is no such brief.', 'Ask for the present one: /brief');
}

/** What is missing on a red or yellow, or does not agree, is said in place of the brief. */
function refused(error: unknown): never {
  if (error instanceof UserError) throw new Refusal(409, 'The brief cannot be shown.', error.message);
  throw error;
}
