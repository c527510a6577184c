import { isStorable } from '@keyfall/contracts';
import { DomainError } from '@keyfall/core';

/**
 * Refuses input with a text that no column can hold (a NUL, half of a surrogate pair), wherever in it the text stands:
 * PostgreSQL would refuse it in the middle of a use case. Input nested without end costs no stack.
 *
 * @throws DomainError malformed_request
 */
export function assertStorable(input: unknown): void {
  const left: unknown[] = [input];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') {
      if (!isStorable(value)) throw new DomainError('malformed_request');
    } else if (Array.isArray(value)) {
      for (const item of value as unknown[]) left.push(item);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) left.push(key, item);
    }
  }
}
