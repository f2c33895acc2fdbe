import express, { type RequestHandler } from 'express';
import { z } from 'zod';
import { InvalidInput } from '../../core/errors.ts';
import { MOST_FILE_BYTES, textOf } from '../../core/text-file.ts';
import { Refusal } from './refusal.tsx';

/** A file that is no text, and what to send instead. */
const Unread = z.object({ wrong: z.string() });
/** What a browser's form holds; the parsers below make nothing else. A file stands there as its text. */
const Body = z.record(z.string(), z.union([z.string(), z.array(z.string()), Unread]));
export type Body = z.infer<typeof Body>;

/** What stands in a form beside its file. */
const MOST_BYTES_BESIDE_FILE = 1024 * 1024;

/** Reads a form of at most `bytes`; a longer one is refused with 413. */
export function formBody(bytes: number): RequestHandler {
  return express.urlencoded({ extended: false, limit: bytes });
}

/** Reads a form that a file may come with, and leaves other requests alone; a longer one is refused with 413. */
export function fileFormBody(): RequestHandler[] {
  const limit = MOST_FILE_BYTES + MOST_BYTES_BESIDE_FILE;
  return [express.raw({ type: 'multipart/form-data', limit }), unpack];
}

const unpack: RequestHandler = async (req, _res, next) => {
  if (Buffer.isBuffer(req.body)) req.body = await partsOf(req.body, req.headers['content-type'] ?? '');
  next();
};

async function partsOf(bytes: Buffer, type: string): Promise<Body> {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData().catch(() => {
    throw new Refusal(400, 'That cannot be read.', 'Nothing was done. Reload the page, then send it again.');
  });
  const parts: Body = {};
  for (const [name, value] of form) parts[name] = typeof value === 'string' ? value : await readFile(value);
  return parts;
}

/** Where no file was chosen, browsers send an empty one. */
async function readFile(file: File): Promise<string | { wrong: string }> {
  try {
    return textOf(new Uint8Array(await file.arrayBuffer()));
  } catch (error) {
    if (error instanceof InvalidInput) return { wrong: error.message };
    throw error;
  }
}

/** The form of a request as clean text: NUL cannot be stored and lone surrogates are no text. */
export function bodyOf(sent: unknown): Body {
  const body = Body.safeParse({ ...(sent ?? {}) });
  if (!body.success) return {};
  const clean = (text: string) => text.replaceAll('\u0000', '').toWellFormed();
  return Object.fromEntries(
    Object.entries(body.data).map(([name, value]) => {
      if (typeof value === 'string') return [name, clean(value)];
      return [name, Array.isArray(value) ? value.map(clean) : value];
    }),
  );
}
