import { Router } from 'express';
import { z } from 'zod';
import { type Frame, renderPage } from './pages/layout.tsx';
import { LessonsPage, RetrospectivesPage } from './pages/retrospectives.tsx';
import type { WebHost } from './port.ts';
import { Refusal } from './refusal.tsx';
import type { Sessions } from './session.ts';
import { visitorOf } from './visitor.ts';

const Id = z.uuid();
const Theme = z.enum(['light', 'dark']).catch('light');

/** The pages of what was learned: retrospectives with their figures, and lessons. */
export function retrospectivePages(deps: { host: WebHost; sessions: Sessions; frame: () => Frame }): Router {
  const { host, sessions, frame } = deps;
  const router = Router();

  router.get('/retrospectives', async (req, res) => {
    const { workspace, person } = await visitorOf(sessions, host, req, res);
    const programmes = await host.retrospectives(workspace, frame().now);
    res.send(renderPage(<RetrospectivesPage programmes={programmes} reader={person} frame={frame()} />));
  });

  router.get('/retrospectives/:id.svg', async (req, res) => {
    const { workspace } = await visitorOf(sessions, host, req, res);
    const id = Id.safeParse(req.params['id']).data;
    const theme = Theme.parse(req.query['theme']);
    const svg = id === undefined ? undefined : await host.drawRetrospective(workspace, id, frame().now, theme);
    if (svg === undefined) throw new Refusal(404, 'There is no such retrospective.', 'All of them: /retrospectives');
    res.type('image/svg+xml').send(svg);
  });

  router.get('/lessons', async (req, res) => {
    const { workspace } = await visitorOf(sessions, host, req, res);
    res.send(renderPage(<LessonsPage lessons={await host.lessons(workspace)} frame={frame()} />));
  });

  return router;
}
