import { decodeCursor, isUuid } from '@keyfall/contracts';
import { DomainError } from '../errors.ts';

/** The id behind which a page begins. @throws DomainError cursor_invalid */
export function beforeOf(cursor: string | null | undefined): string | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const [id] = decodeCursor(cursor, 1) ?? [];
  if (typeof id !== 'string' || !isUuid(id)) throw new DomainError('cursor_invalid');
  return id;
}
