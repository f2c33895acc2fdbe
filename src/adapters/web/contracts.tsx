import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { note } from '../../chat/card.ts';
import type { Reply } from '../../chat/inbound.ts';
import { InvalidInput } from '../../core/errors.ts';
import { extensionOf } from '../../core/text-file.ts';
import { type Acts, viewOf } from './acts.ts';
import { inboxOf } from './conversation.ts';
import { ContractPage } from './pages/contract.tsx';
import { ContractsPage } from './pages/contracts.tsx';
import { AnswerPage, FormPage } from './pages/form.tsx';
import { type Frame, renderPage } from './pages/layout.tsx';
import type { WebContract, WebDocument, WebHost } from './port.ts';
import { Refusal } from './refusal.tsx';
import type { Refused } from './render-form.tsx';
import { bodyOf, fileFormBody } from './request.ts';
import type { Sessions } from './session.ts';
import { assertOwnPage, assertToken, type Visitor, visitorOf } from './visitor.ts';

const Id = z.uuid();
/** DEP-4 */
const Key = z.string().regex(/^[A-Z][A-Z0-9]{0,9}-[1-9]\d{0,5}$/);

/** The command whose answer is the form for a contract. */
const FORM_COMMAND = 'submit';
const DONE_ALREADY = note('This was done already', 'Nothing more was changed.');

/** Pages about contracts: all of them, one version with all that is known of it, and the form for the next. */
export function contractPages(deps: { host: WebHost; sessions: Sessions; acts: Acts; frame: () => Frame }): Router {
  const { host, sessions, acts, frame } = deps;
  const router = Router();

  router.get('/contracts', async (req, res) => {
    const { workspace, person } = await visitorOf(sessions, host, req, res);
    const programmes = await host.contracts(workspace);
    res.send(renderPage(<ContractsPage programmes={programmes} reader={person} frame={frame()} />));
  });

  router.get('/contracts/:id', async (req, res) => {
    const { person, contract, path } = await contractOf(req, res);
    res.send(renderPage(<ContractPage contract={contract} path={path} reader={person} frame={frame()} />));
  });

  router.get('/contracts/:id/specification', async (req, res) => {
    const { text } = documentOf((await contractOf(req, res)).contract);
    // As a file: never shown as whatever its text may claim to be.
    res
      .attachment(`specification.${extensionOf(text)}`)
      .type('application/octet-stream')
      .send(text);
  });

  router.get('/contracts/:id/samples', async (req, res) => {
    const { text } = documentOf((await contractOf(req, res)).contract);
    const samples = await samplesOf(text);
    res.attachment('samples.json').type('application/json').send(samples);
  });

  router.get('/contracts/:id/change-log', async (req, res) => {
    const { contract } = await contractOf(req, res);
    const changeLog = contract.document?.changeLog ?? '';
    if (changeLog === '')
      throw new Refusal(404, 'This version has no change log.', 'It was submitted without a document.');
    res.attachment('change-log.md').type('text/markdown').send(changeLog);
  });

  router.get('/dependencies/:key/contract', async (req, res) => {
    const visitor = await visitorOf(sessions, host, req, res);
    show(req, res, visitor, await acts.ask(visitor, `${FORM_COMMAND} ${keyOf(req)}`), undefined);
  });

  router.post('/dependencies/:key/contract', fileFormBody(), async (req: Request, res: Response) => {
    assertOwnPage(req);
    const visitor = await visitorOf(sessions, host, req, res);
    const body = bodyOf(req.body);
    assertToken(visitor.session, body['csrf']);
    const { form, reply, refused } = await acts.send(visitor, body);
    show(req, res, visitor, refused === undefined ? reply : { kind: 'form', form }, refused);
  });

  async function contractOf(req: Request, res: Response) {
    const { workspace, person } = await visitorOf(sessions, host, req, res);
    const id = Id.safeParse(req.params['id']).data;
    const contract = id === undefined ? undefined : await host.contract(workspace, id);
    if (contract === undefined) throw new Refusal(404, 'There is no such contract.', 'The address is wrong.');
    return { person, contract, path: `/contracts/${id}` };
  }

  async function samplesOf(text: string): Promise<string> {
    try {
      return await host.samples(text);
    } catch (error) {
      if (error instanceof InvalidInput) throw new Refusal(422, 'There are no samples of this version.', error.message);
      throw error;
    }
  }

  function show(req: Request, res: Response, visitor: Visitor, reply: Reply, refused: Refused | undefined): void {
    const path = `/dependencies/${keyOf(req)}/contract`;
    const view = viewOf(visitor, inboxOf(visitor.person.id));
    if (refused !== undefined) res.status(422);
    if (reply.kind === 'form') {
      const { csrf } = visitor.session;
      const props = { form: reply.form, path, view, csrf, refused, frame: frame() };
      res.send(renderPage(<FormPage {...props} />));
      return;
    }
    const card = reply.kind === 'card' || reply.kind === 'replace' ? reply.card : DONE_ALREADY;
    res.send(renderPage(<AnswerPage card={card} back={path} view={view} frame={frame()} />));
  }

  return router;
}

function documentOf({ document }: WebContract): WebDocument {
  if (document !== undefined) return document;
  throw new Refusal(404, 'This version has no document.', 'It was submitted by its address alone.');
}

function keyOf(req: Request): string {
  const key = Key.safeParse(req.params['key']).data;
  if (key !== undefined) return key;
  throw new Refusal(
    404,
    'There is no such dependency.',
    'The address is wrong: it names one by its key, such as DEP-4.',
  );
}
