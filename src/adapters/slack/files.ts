import { z } from 'zod';
import { InvalidInput } from '../../core/errors.ts';
import { MOST_FILE_BYTES, textFrom, tooLarge } from '../../core/text-file.ts';
import { FILE_TIMEOUT_MS } from './limits.ts';
import { FILES_HOST, isSlackAddress } from './respond.ts';

/** A file that somebody uploaded in a form. Files that lie elsewhere have no address for downloads. */
export const UploadedFile = z.object({ size: z.number().default(0), url_private_download: z.string().optional() });
export type UploadedFile = z.infer<typeof UploadedFile>;

/** Reads an uploaded file. Throws InvalidInput, with what to send instead, for one that is not taken. */
export type ReadFile = (file: UploadedFile) => Promise<string>;

/** Reads files with the bot's token, which goes to Slack's host for files alone, whatever an address or an answer says. */
export function createReadFile(botToken: string, apiUrl: string | undefined): ReadFile {
  return async ({ size, url_private_download: address }) => {
    if (address === undefined || !isSlackAddress(address, apiUrl, FILES_HOST)) {
      throw new InvalidInput(
        'file-elsewhere',
        'This file does not lie in Slack. Upload the file itself, or paste its text.',
      );
    }
    if (size > MOST_FILE_BYTES) throw tooLarge();
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${botToken}` },
      redirect: 'error',
      signal: AbortSignal.timeout(FILE_TIMEOUT_MS),
    });
    if (!response.ok || response.body === null) throw new Error(`Slack answered ${response.status} for a file.`);
    return textFrom(response.body);
  };
}
