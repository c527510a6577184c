import { sessionCookie, type OpenedSession, type Origin, type StaffAudience, type StaffSession } from '@keyfall/auth';
import { DomainError } from '@keyfall/core';
import type { Context } from 'hono';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { ApiKit } from '../http/api-kit.ts';
import { assertStorable } from '../http/assert-storable.ts';
import type { ApiHttpEnv } from '../http/http-env.ts';
import { adminContext, portalContext, requestFacts, sessionTokenOf } from '../http/request-facts.ts';

type C = Context<ApiHttpEnv>;

/** The JSON body of a request, checked. @throws ZodError, SyntaxError, which become 422 and 400 */
export async function bodyOf<Schema extends z.ZodType>(c: C, schema: Schema): Promise<z.output<Schema>> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
    throw new DomainError('unsupported_media_type');
  const body: unknown = await c.req.json();
  assertStorable(body);
  return schema.parse(body);
}

export function originOf(kit: ApiKit, c: C): Origin {
  const { ip, userAgent, requestId } = requestFacts(kit, c);
  return { ip, userAgent, requestId };
}

/** Puts a session's token into the browser, and nowhere else. */
export function setSession(c: C, session: OpenedSession): void {
  c.header('set-cookie', sessionCookie(session.token, session.audience, session.kind, c.get('isSecure')), {
    append: true,
  });
}

/** The session behind the cookie, for what only somebody signed in may ask. @throws DomainError unauthenticated */
export async function staffSessionOf(kit: ApiKit, c: C, audience: StaffAudience): Promise<StaffSession> {
  const context = audience === 'admin' ? await adminContext(kit, c) : await portalContext(kit, c);
  const token = sessionTokenOf(c);
  if (context.principal === null || context.loginKey === null || token === undefined) {
    throw new DomainError('unauthenticated');
  }
  return { audience, token, loginKey: context.loginKey, role: context.principal.role };
}

const SILENT_MS = 400;

/**
 * Runs what must not tell by its time whether it found anything: the answer leaves after the same time either way. Only
 * work that is sure to be quicker belongs here.
 */
export async function atSteadyPace<T>(work: () => Promise<T>): Promise<T> {
  const [outcome] = await Promise.allSettled([work(), sleep(SILENT_MS)]);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
