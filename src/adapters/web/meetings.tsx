import { type Request, Router } from 'express';
import { z } from 'zod';
import { viewOf } from './acts.ts';
import { inboxOf } from './conversation.ts';
import { type Frame, renderPage } from './pages/layout.tsx';
import { MeetingPage, MeetingsPage } from './pages/meetings.tsx';
import type { WebHost } from './port.ts';
import { Refusal } from './refusal.tsx';
import type { Sessions } from './session.ts';
import { visitorOf } from './visitor.ts';

const Id = z.uuid();

/** The pages of the weekly syncs: all of them, and one with its agenda, minutes and who carried how much. */
export function meetingPages(deps: { host: WebHost; sessions: Sessions; frame: () => Frame }): Router {
  const { host, sessions, frame } = deps;
  const router = Router();

  router.get('/meetings', async (req, res) => {
    const { workspace, person } = await visitorOf(sessions, host, req, res);
    const programmes = await host.meetings(workspace);
    res.send(renderPage(<MeetingsPage programmes={programmes} reader={person} frame={frame()} />));
  });

  router.get('/meetings/:id', async (req, res) => {
    const visitor = await visitorOf(sessions, host, req, res);
    const meeting = await meetingOf(visitor.workspace, req);
    const view = viewOf(visitor, inboxOf(visitor.person.id));
    res.send(
      renderPage(<MeetingPage meeting={meeting} path={`/meetings/${req.params['id']}`} view={view} frame={frame()} />),
    );
  });

  router.get('/meetings/:id/markdown', async (req, res) => {
    const { workspace } = await visitorOf(sessions, host, req, res);
    const { key, markdown } = await meetingOf(workspace, req);
    res.attachment(`${key.toLowerCase()}.md`).type('text/markdown').send(markdown);
  });

  async function meetingOf(workspace: string, req: Request) {
    const id = Id.safeParse(req.params['id']).data;
    const meeting = id === undefined ? undefined : await host.meeting(workspace, frame().now, id);
    if (meeting === undefined) throw new Refusal(404, 'There is no such sync.', 'The address is wrong.');
    return meeting;
  }

  return router;
}

/** Calendar files without a session, so that a calendar can fetch them: their ids are random and stand in invitations alone. */
export function sharedCalendars({ host, frame }: { host: WebHost; frame: () => Frame }): Router {
  const router = Router();
  router.get('/meetings/calendar/:id', async (req, res) => {
    const id = Id.safeParse(req.params['id']).data;
    const file = id === undefined ? undefined : await host.calendarFile(await host.workspace(), frame().now, id);
    if (file === undefined) throw new Refusal(404, 'There is no such calendar file.', 'The address is wrong.');
    res.attachment(file.name).type('text/calendar').send(file.text);
  });
  return router;
}
