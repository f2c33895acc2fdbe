import express, { type RequestHandler } from 'express';
import { z } from 'zod';

/** What a browser's form holds; the parser below makes nothing else. */
const Body = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export type Body = z.infer<typeof Body>;

/** Reads a form of at most `bytes`; a longer one is refused with 413. */
export function formBody(bytes: number): RequestHandler {
  return express.urlencoded({ extended: false, limit: bytes });
}

/** The form of a request as clean text: NUL cannot be stored and lone surrogates are no text. */
export function bodyOf(sent: unknown): Body {
  const body = Body.safeParse({ ...(sent ?? {}) });
  if (!body.success) return {};
  const clean = (text: string) => text.replaceAll('\u0000', '').toWellFormed();
  return Object.fromEntries(
    Object.entries(body.data).map(([name, value]) => [name, Array.isArray(value) ? value.map(clean) : clean(value)]),
  );
}
