import { DomainError } from '../errors.ts';

/** A request that waits for a second person's word, locked. */
interface OpenRequest {
  readonly state: string;
  readonly requested_by: string;
  /** Its time to be decided, or used, has run out. */
  readonly is_over: boolean;
}

/** @throws DomainError stock_request_closed (with what it is instead) */
export function assertRequestIs(request: OpenRequest, state: 'requested' | 'approved'): void {
  if (request.state === state && !request.is_over) return;
  throw new DomainError('stock_request_closed', { state: request.state === state ? 'expired' : request.state });
}

/** Whether this person may decide a request now. @throws DomainError not_found, stock_own_request, stock_request_closed */
export function assertMayDecide<Request extends OpenRequest>(
  request: Request | undefined,
  loginId: string,
): asserts request is Request {
  if (request === undefined) throw new DomainError('not_found', { what: 'request' });
  if (request.requested_by === loginId) throw new DomainError('stock_own_request');
  assertRequestIs(request, 'requested');
}

/** What is shown of a request's state: one that waited for too long is expired. */
export function shownStateOf<State extends string>({
  state,
  is_over: isOver,
}: {
  readonly state: State;
  readonly is_over: boolean;
}): State | 'expired' {
  return isOver && (state === 'requested' || state === 'approved') ? 'expired' : state;
}
