import { setTimeout as pause } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { type Card, picturesIn } from '../../chat/card.ts';
import { FILE_TIMEOUT_MS, FILES_READY_TRIES, FILES_READY_WAIT_MS, UPLOADS_REMEMBERED } from './limits.ts';
import { FILES_HOST, isSlackAddress } from './respond.ts';

const Ticket = z.object({ upload_url: z.string(), file_id: z.string() });
const Info = z.object({ file: z.object({ mimetype: z.string().optional() }) });

/** Gives Slack the pictures of a card: its files, by Depsync id. One that cannot be given is missing; its words stand for it. */
export type Uploads = (card: Card) => Promise<ReadonlyMap<string, string>>;

export interface UploadOptions {
  client: WebClient;
  apiUrl: string | undefined;
  /** PNG; undefined for a picture that is gone. */
  picture(id: string): Promise<Uint8Array | undefined>;
  onFailure(error: unknown, what: string): void;
}

export function createUploads({ client, apiUrl, picture, onFailure }: UploadOptions): Uploads {
  const files = new Map<string, string>();

  /** [docs.slack.dev/messaging/working-with-files: uploading] */
  async function upload(id: string): Promise<string | undefined> {
    const png = await picture(id);
    if (png === undefined) return undefined;
    const filename = `${id}.png`;
    const { upload_url, file_id } = Ticket.parse(
      await client.files.getUploadURLExternal({ filename, length: png.length }),
    );
    if (!isSlackAddress(upload_url, apiUrl, FILES_HOST)) throw new Error('The address for a file is not one of Slack.');
    const response = await fetch(upload_url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.from(png),
      redirect: 'error',
      signal: AbortSignal.timeout(FILE_TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`Slack answered ${response.status} for a file.`);
    await client.files.completeUploadExternal({ files: [{ id: file_id, title: filename }] });
    await ready(client, file_id);
    return file_id;
  }

  return async (card) => {
    const given = new Map<string, string>();
    for (const id of picturesIn(card)) {
      try {
        const file = files.get(id) ?? (await upload(id));
        if (file === undefined) continue;
        if (files.size >= UPLOADS_REMEMBERED) files.clear();
        files.set(id, file);
        given.set(id, file);
      } catch (error) {
        onFailure(error, 'a picture was not uploaded');
      }
    }
    return given;
  };
}

/** Slack takes a file in before it can show it; a message with one that is not ready is refused. */
async function ready(client: WebClient, file: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { mimetype } = Info.parse(await client.files.info({ file })).file;
    if (mimetype !== undefined && mimetype !== '') return;
    if (attempt === FILES_READY_TRIES) throw new Error('Slack did not make the file ready.');
    await pause(FILES_READY_WAIT_MS);
  }
}
