import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { Queue } from 'bullmq';
import { type RequestHandler, Router } from 'express';
import type { JobQueue } from './backend.ts';

/** Seconds between looks of an open page at the queue. */
const LOOK_EVERY_SECONDS = 5;

/** What our policy for pages forbids in the board's: fonts of another host, and a waiting picture with styles of its own. */
const FONTS = /<link[^>]*fonts\.googleapis\.com[^>]*>/;
const WAITING = /(<div id="root">)[\s\S]*?<\/style>\s*(<\/div>)/;

/**
 * Pages that show the queues and change nothing, to be mounted at `path`. They ask nobody who they are: whoever mounts
 * them keeps others out. Jobs hold ids only.
 */
export function queueBoard(queues: readonly JobQueue[], path: string): Router {
  const server = new ExpressAdapter();
  server.setBasePath(path);
  createBullBoard({
    // The board takes the queue of either backend, and its type names the class of one.
    queues: queues.map((queue) => new BullMQAdapter(queue as Queue, { readOnlyMode: true, allowRetries: false })),
    serverAdapter: server,
    options: {
      uiConfig: {
        boardTitle: 'Depsync queue',
        hideDocsLink: true,
        pollingInterval: { showSetting: false, forceInterval: LOOK_EVERY_SECONDS },
      },
    },
  });
  const router = Router();
  router.use(withoutForeignParts, server.getRouter());
  return router;
}

const withoutForeignParts: RequestHandler = (_req, res, next) => {
  const render = res.render.bind(res);
  res.render = (view: string, values?: object) =>
    render(view, values, (error, html) => {
      if (error) next(error);
      else res.send(html.replace(FONTS, '').replace(WAITING, '$1$2'));
    });
  next();
};
