import { Resolver } from 'node:dns/promises';
import { PortError, type TxtResolver } from '@keyfall/core';

const TIMEOUT_MS = 3000;
const TRIES = 2;

/** Answers that mean "there is no such record", not "try again". */
const ABSENT = new Set(['ENODATA', 'ENOTFOUND', 'NXDOMAIN']);

/** TXT records from the machine's own resolvers. */
export function createTxtResolver(): TxtResolver {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  return {
    async resolveTxt(name) {
      try {
        const records = await resolver.resolveTxt(name);
        return records.map((parts) => parts.join(''));
      } catch (error) {
        if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return [];
        throw new PortError(`the TXT records of ${name} could not be read`, { retryable: true, cause: error });
      }
    },
  };
}
