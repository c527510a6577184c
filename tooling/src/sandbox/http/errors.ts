import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { GatewayRefusal } from '../gateway/gateway.ts';

/** The one shape errors have: a code for programs, a sentence for people. */
export function errorBody(code: string, message: string): { readonly error: { code: string; message: string } } {
  return { error: { code, message } };
}

/** Maps what a handler threw to an answer; anything unexpected is a 500 without its text. */
export function answerError(error: Error, c: Context, onUnexpected: (error: unknown) => void): Response {
  if (error instanceof GatewayRefusal) return c.json(errorBody(error.code, error.message), error.status);
  if (error instanceof z.ZodError) return c.json(errorBody('invalid_request', z.prettifyError(error)), 422);
  if (error instanceof HTTPException) {
    return c.json(errorBody(CODES[error.status] ?? 'refused', error.message), error.status);
  }
  onUnexpected(error);
  return c.json(errorBody('internal', 'The sandbox failed; its log says why.'), 500);
}

const CODES: Partial<Record<ContentfulStatusCode, string>> = {
  400: 'malformed',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  413: 'too_large',
  421: 'wrong_host',
};

/** Reads JSON that was not parsed yet. @throws HTTPException 400 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new HTTPException(400, { message: 'The body is not JSON.', cause });
  }
}
