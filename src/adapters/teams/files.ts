import { InvalidInput } from '../../core/errors.ts';
import { textFrom } from '../../core/text-file.ts';
import { FILE_TIMEOUT_MS } from './limits.ts';

/** Where Teams keeps what people send: OneDrive and SharePoint of the tenant. [learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4] */
const FILES_HOST = /\.sharepoint(-df)?\.(com|us|cn|de)$/;

/**
 * Reads a file that came with a message; its address carries its own permission and ends with it. It must be of Microsoft, or of
 * the host that sent the message. Throws InvalidInput, with what to send instead, for one that is not taken.
 */
export async function readFile(address: string, serviceUrl: string): Promise<string> {
  if (!isFileAddress(address, serviceUrl)) {
    throw new InvalidInput(
      'file-elsewhere',
      'This file does not lie in Teams. Send the file itself, or paste its text.',
    );
  }
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(FILE_TIMEOUT_MS) });
  if (!response.ok || response.body === null) throw new Error(`Teams answered ${response.status} for a file.`);
  return textFrom(response.body);
}

function isFileAddress(address: string, serviceUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, origin } = new URL(address);
  return (protocol === 'https:' && FILES_HOST.test(hostname)) || origin === new URL(serviceUrl).origin;
}
