import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { InvalidInput, NotFound } from '../../core/errors.ts';
import { LONGEST_KEY } from './limits.ts';
import { type Frame, renderPage } from './pages/layout.tsx';
import { type Chosen, OutlookPage } from './pages/outlook.tsx';
import { WhatIfPage } from './pages/what-if.tsx';
import type { AskedOutlook, OutlookKind, WebHost } from './port.ts';
import { Refusal } from './refusal.tsx';
import type { Sessions } from './session.ts';
import { visitorOf } from './visitor.ts';

/** Characters of a team's name in an address. Ours. */
const LONGEST_TEAM = 100;
/** Where a chat fetches a picture: whoever knows its id may see it. */
const SHARED_PATH = '/pictures/shared';

const Id = z.uuid();
const Theme = z.enum(['light', 'dark']).catch('light');
const nothing = z.literal('').transform(() => undefined);
const Query = z.object({
  team: z.union([nothing, z.string().max(LONGEST_TEAM)]).optional(),
  status: z.union([nothing, z.enum(['red', 'yellow', 'green'])]).optional(),
  path: z.enum(['on']).optional(),
  programme: z.union([nothing, z.string().max(LONGEST_KEY)]).optional(),
});
const Slip = z.object({ dependency: z.string().max(LONGEST_KEY), days: z.string().max(LONGEST_KEY) });

/** Where a chat finds a picture on this installation. */
export function sharedPathOf(picture: string): string {
  return `${SHARED_PATH}/${picture}.png`;
}

/** The pages of the map, the timeline and the what-if, and the pictures of messages. */
export function outlookPages(deps: { host: WebHost; sessions: Sessions; frame: () => Frame }): Router {
  const { host, sessions, frame } = deps;
  const router = Router();

  const page = (path: string, kind: OutlookKind): void => {
    router.get(path, async (req, res) => {
      const { asked, chosen, workspace } = await askedBy(req, res, kind);
      const outlook = await host.outlook(workspace, asked).catch(refused);
      if (outlook === undefined) {
        throw new Refusal(404, 'There is no programme yet.', 'A lead makes one with depsync import FILE.');
      }
      const picture = `${path}.svg?${addressOf(chosen)}`;
      res.send(
        renderPage(<OutlookPage path={path} outlook={outlook} picture={picture} chosen={chosen} frame={frame()} />),
      );
    });
    router.get(`${path}.svg`, async (req, res) => {
      const { asked, workspace } = await askedBy(req, res, kind);
      sendSvg(res, await host.drawOutlook(workspace, asked, Theme.parse(req.query['theme'])).catch(refused));
    });
  };
  page('/map', 'map');
  page('/timeline', 'gantt');

  router.get('/what-if', async (req, res) => {
    const { workspace, person } = await visitorOf(sessions, host, req, res);
    const slip = slipIn(req);
    const whatIf = await host.whatIf(workspace, { now: frame().now, personId: person.id, slip });
    if (whatIf.fault !== undefined) res.status(422);
    res.send(renderPage(<WhatIfPage whatIf={whatIf} slip={slip} reader={person} frame={frame()} />));
  });

  router.get('/pictures/:id.svg', async (req, res) => {
    const { workspace } = await visitorOf(sessions, host, req, res);
    sendSvg(res, await host.picture(workspace, idOf(req), Theme.parse(req.query['theme'])));
  });

  async function askedBy(req: Request, res: Response, kind: OutlookKind) {
    const { workspace, person } = await visitorOf(sessions, host, req, res);
    const chosen = chosenIn(req);
    const part = [chosen.team, chosen.status, chosen.path && 'path'].filter(Boolean).join(' ');
    const { programme } = chosen;
    const asked: AskedOutlook = { now: frame().now, personId: person.id, kind, part, programme };
    return { asked, chosen, workspace };
  }

  return router;
}

/** Pictures for chats that fetch them, without a session: their ids are random and stand in messages alone. */
export function sharedPictures(host: WebHost): Router {
  const router = Router();
  router.get(`${SHARED_PATH}/:id.png`, async (req, res) => {
    const png = await host.picturePng(await host.workspace(), idOf(req));
    if (png === undefined) throw gone();
    // What is drawn of a picture never changes.
    res.set('cache-control', 'private, max-age=86400, immutable').type('image/png').send(Buffer.from(png));
  });
  return router;
}

function chosenIn(req: Request): Chosen {
  const query = Query.safeParse(req.query);
  if (query.success) return query.data;
  throw new Refusal(400, 'There is no such part.', 'Send a team, a status (red, yellow or green), or path=on.');
}

/** What somebody asked about; undefined where the form was not sent yet. */
function slipIn(req: Request): z.output<typeof Slip> | undefined {
  if (Object.keys(req.query).length === 0) return undefined;
  const slip = Slip.safeParse(req.query);
  if (slip.success) return slip.data;
  throw new Refusal(400, 'There is no such slip.', 'Send a dependency such as DEP-12, and days.');
}

function addressOf(chosen: Chosen): string {
  const set = Object.entries(chosen).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return new URLSearchParams(set).toString();
}

function idOf(req: Request): string {
  const id = Id.safeParse(req.params['id']).data;
  if (id === undefined) throw gone();
  return id;
}

function sendSvg(res: Response, svg: string | undefined): void {
  if (svg === undefined) throw gone();
  res.type('image/svg+xml').send(svg);
}

function gone(): Refusal {
  return new Refusal(
    404,
    'This picture is gone.',
    'Pictures are kept for 90 days. Ask anew: /deps map or /deps timeline',
  );
}

function refused(error: unknown): never {
  if (error instanceof InvalidInput || error instanceof NotFound)
    throw new Refusal(422, 'This part cannot be shown.', error.message);
  throw error;
}
