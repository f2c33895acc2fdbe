import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Logger } from 'pino';
import { renderToString } from 'preact-render-to-string';
import { newId } from '../../core/ids.ts';
import { type Frame, renderPage } from './pages/layout.tsx';
import { type Problem, ProblemNotice, ProblemPage } from './pages/problem.tsx';

/** A request that is answered by an explanation. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(status: number, title: string, ...lines: string[]) {
    super(title);
    this.problem = { status, title, lines };
  }
}

/** Whoever asks must first say who they are. */
export class SignInNeeded extends Error {}

/** True for what the page's script asks for: it shows a piece, not a page. */
function wantsPiece(req: Request): boolean {
  return req.headers['hx-request'] === 'true';
}

/** Answers everything that was thrown, as a page or as a notice in the page that asked. */
export function explain(log: Logger, frame: () => Frame): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    if (error instanceof SignInNeeded) return askToSignIn(req, res);
    const problem = error instanceof Refusal ? error.problem : (bodyProblem(error) ?? bug(log, error));
    res.status(problem.status);
    if (wantsPiece(req)) res.send(renderToString(<ProblemNotice problem={problem} />));
    else res.send(renderPage(<ProblemPage problem={problem} frame={frame()} />));
  };
}

function askToSignIn(req: Request, res: Response): void {
  if (wantsPiece(req)) res.status(401).set('HX-Redirect', '/sign-in').end();
  else res.redirect(303, '/sign-in');
}

/** What the body parser complains about, by the `status` it gives its errors. */
function bodyProblem(error: unknown): Problem | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) {
    return {
      status,
      title: 'That is too long.',
      lines: [`Nothing was done. ${mostOf(error)}Shorten it, or put it where others can read it and send the link.`],
    };
  }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return { status, title: 'That cannot be read.', lines: ['Nothing was done. Reload the page, then send it again.'] };
  }
  return undefined;
}

/** The parser says how much it would have taken. */
function mostOf(error: unknown): string {
  const limit = error instanceof Error && 'limit' in error ? error.limit : undefined;
  return typeof limit === 'number' ? `${limit.toLocaleString('en')} bytes are the most. ` : '';
}

function bug(log: Logger, error: unknown): Problem {
  const id = newId().slice(-8);
  log.error({ id, err: error }, 'web request failed');
  return {
    status: 500,
    title: 'That failed inside Depsync.',
    lines: [`Look whether it was done before you send it again, and tell your administrator this id: ${id}`],
  };
}
