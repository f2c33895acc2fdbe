import { Router } from 'express';
import { z } from 'zod';
import { NotFound } from '../../core/errors.ts';
import { LONGEST_KEY } from './limits.ts';
import { InterruptionsPage } from './pages/interruptions.tsx';
import { type Frame, renderPage } from './pages/layout.tsx';
import type { WebHost } from './port.ts';
import { Refusal } from './refusal.tsx';
import type { Sessions } from './session.ts';
import { visitorOf } from './visitor.ts';

const Query = z.object({ programme: z.string().min(1).max(LONGEST_KEY).optional() });

/** The page of how often people are asked something, and what is held for them. */
export function interruptionPages(deps: { host: WebHost; sessions: Sessions; frame: () => Frame }): Router {
  const { host, sessions, frame } = deps;
  const router = Router();

  router.get('/interruptions', async (req, res) => {
    const { workspace } = await visitorOf(sessions, host, req, res);
    const query = Query.safeParse(req.query).data;
    if (query === undefined) throw new Refusal(400, 'There is no such programme.', 'Send its key, such as Q1.');
    const asked = { now: frame().now, programme: query.programme };
    const interruptions = await host.interruptions(workspace, asked).catch(refused);
    if (interruptions === undefined) {
      throw new Refusal(404, 'There is no programme yet.', 'A lead makes one with depsync import FILE.');
    }
    res.send(renderPage(<InterruptionsPage interruptions={interruptions} frame={frame()} />));
  });

  return router;
}

function refused(error: unknown): never {
  if (error instanceof NotFound) throw new Refusal(422, 'There is no such programme.', error.message);
  throw error;
}
