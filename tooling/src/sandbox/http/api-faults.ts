import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { createMiddleware } from 'hono/factory';
import type { Context } from 'hono';
import { takeApiFault } from '../gateway/fault-settings.ts';
import type { ApiFault, ApiOperation } from '../gateway/faults.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { errorBody } from './errors.ts';

/** Makes an operation fail as it was asked for: before the work is done, or after it, when only the answer is lost. */
export function failOnDemand(gateway: Gateway, operation: ApiOperation) {
  return createMiddleware<{ Bindings: HttpBindings }>(async (c, next) => {
    const fault = takeApiFault(gateway.store, operation);
    if (!fault) return next();
    if (fault.stage === 'after') await next();
    c.res = undefined;
    c.res = await brokenAnswer(c, fault, gateway.settings.hangMs);
    return undefined;
  });
}

async function brokenAnswer(
  c: Context<{ Bindings: HttpBindings }>,
  fault: ApiFault,
  hangMs: number,
): Promise<Response> {
  const failure = c.json(errorBody('unavailable', 'The sandbox was told to fail.'), 503);
  switch (fault.kind) {
    case 'error':
      return failure;
    case 'garbage':
      return c.html('<!doctype html><title>Bad gateway</title><h1>502</h1>', 200);
    case 'reset':
      c.env.incoming.socket.destroy();
      return failure;
    case 'hang':
      // Held until the caller gives up, or for the longest time the settings allow.
      await sleep(hangMs, undefined, { signal: c.req.raw.signal }).catch(() => undefined);
      return failure;
  }
}
