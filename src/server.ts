import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Conflict } from './core/errors.ts';
import type { Readiness } from './operations/readiness.ts';

/** Waiting for open requests when stopping; docker-compose grants 30 s in all. */
const CLOSE_TIMEOUT_MS = 5_000;

export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** The web server with its health pages and metrics; what else it serves is added by `mount`. */
export async function listen(options: {
  host: string;
  port: number;
  readiness: () => Promise<Readiness>;
  metrics: { contentType: string; text(): Promise<string> };
  mount: (app: express.Application) => void;
}): Promise<Listening> {
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/readyz', (_request, response, next) => {
    options
      .readiness()
      .then((readiness) => response.status(readiness.ready ? 200 : 503).json(readiness))
      .catch(next);
  });
  app.get('/metrics', (_request, response, next) => {
    options.metrics
      .text()
      .then((text) => response.type(options.metrics.contentType).send(text))
      .catch(next);
  });
  options.mount(app);
  const server = await listening(app, options.host, options.port);
  const { port } = server.address() as AddressInfo; // a server that listens on TCP has a port
  return { url: `http://${shown(options.host)}:${port}`, close: () => closed(server) };
}

function listening(app: express.Application, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error?: NodeJS.ErrnoException) => {
      if (error === undefined) resolve(server);
      else reject(error.code === 'EADDRINUSE' ? taken(host, port) : error);
    });
  });
}

function taken(host: string, port: number): Conflict {
  return new Conflict(
    'port-taken',
    `${host}:${port} is taken. Stop what listens there, or set PORT to another port, for example PORT=3001.`,
  );
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function shown(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
