/** Reading database errors without importing the driver elsewhere. */

/** The five-character SQLSTATE of an error that PostgreSQL sent, else undefined. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' &&
    /^[0-9A-Z]{5}$/.test(code) &&
    typeof (error as { severity?: unknown }).severity === 'string'
    ? code
    : undefined;
}

/** The constraint or unique index an error of class 23 names, for a module's table of constraint → domain error. */
export function constraintOf(error: unknown): string | undefined {
  const constraint = (error as { constraint?: unknown } | null)?.constraint;
  return sqlStateOf(error)?.startsWith('23') && typeof constraint === 'string' ? constraint : undefined;
}

const LOST_CONNECTION_STATES = new Set(['57P01', '57P02', '57P03', '25P03']);
const LOST_CONNECTION_CODES = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);
const LOST_CONNECTION_TEXT = /^(?:Connection terminated|Client has encountered a connection error|Client was closed)/;

/** True when the connection went away: whether a COMMIT on its way took effect is then unknown. */
export function isLostConnection(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== undefined) return state.startsWith('08') || LOST_CONNECTION_STATES.has(state);
  if (!(error instanceof Error)) return false;
  return (
    LOST_CONNECTION_CODES.has((error as NodeJS.ErrnoException).code ?? '') || LOST_CONNECTION_TEXT.test(error.message)
  );
}

/** True when a migration changed the columns of a prepared `select *` or `returning *` under a running process. */
export function isStalePlan(error: unknown): error is Error {
  return sqlStateOf(error) === '0A000' && /cached plan/.test((error as Error).message);
}

/** True for serialization failures, deadlocks, locks not had in time, lost connections, stale plans: done again, the same work may succeed. */
export function isRetryable(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === '40001' || state === '40P01' || state === '55P03' || isStalePlan(error) || isLostConnection(error);
}

/** pg-pool's words when nobody gave a connection back in time; a connection that was not opened in time reads as lost. */
const NO_FREE_CONNECTION_TEXT = 'timeout exceeded when trying to connect';

/** True when the database did not manage in time or had no room: what tries in vain left, a statement too slow, no free connection, a full disk. */
export function isOutOfService(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state === '57014' || state?.startsWith('53') || isRetryable(error)) return true;
  return error instanceof Error && error.message === NO_FREE_CONNECTION_TEXT;
}
