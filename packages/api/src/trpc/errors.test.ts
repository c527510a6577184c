import { PortError } from '@keyfall/core';
import { TRPCError } from '@trpc/server';
import { describe, expect, it } from 'vitest';
import { errorBody } from '../http/error-response.ts';
import { errorDataOf } from './errors.ts';

/** An error as PostgreSQL sends it. */
const sent = (code: string): Error => Object.assign(new Error(code), { code, severity: 'ERROR' });

/** What tRPC and a plain route answer for the same failure. */
const answersTo = (cause: unknown): readonly unknown[] => [
  errorDataOf(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause }), 'req_1'),
  errorBody(cause, 'req_1'),
];

describe('an error that no use case designed', () => {
  it.each([
    ['a lock not had in time', sent('55P03')],
    ['a deadlock', sent('40P01')],
    ['a serialization failure', sent('40001')],
    ['a statement over its time', sent('57014')],
    ['a database without room for another connection', sent('53300')],
    ['no free connection in the pool', new Error('timeout exceeded when trying to connect')],
    ['a lost connection', new Error('Connection terminated unexpectedly')],
    ['a provider that does not answer', new PortError('gateway', { retryable: true })],
  ])('is unavailable and worth another try: %s', (_what, cause) => {
    const unavailable = { code: 'unavailable', kind: 'unavailable', retryable: true, httpStatus: 503, params: {} };
    const expected = { ...unavailable, requestId: 'req_1' };
    expect(answersTo(cause)).toEqual([expected, expected]);
  });

  it.each([
    ['a fault of our own', new TypeError('x is undefined')],
    ['a rule of the database that no use case expected', sent('23514')],
    ['a provider that will not take it', new PortError('gateway', { retryable: false })],
  ])('is internal and tells nothing: %s', (_what, cause) => {
    const expected = { code: 'internal', httpStatus: 500, params: {}, requestId: 'req_1' };
    expect(answersTo(cause)).toEqual([expect.objectContaining(expected), expect.objectContaining(expected)]);
  });
});
