import { createHmac } from 'node:crypto';
import type { TenantKeys } from '../../inventory/index.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 5;
const GROUP_LENGTH = 5;

/**
 * The password of an export's archive: 125 bits in groups of five. It is made from the export's id under a key of the
 * tenant, so it is the same when the file is written as when it was shown, and stands nowhere in between.
 */
export function exportPassword(keys: TenantKeys, exportId: string): string {
  const digest = createHmac('sha256', keys.index.expose()).update(`export-password|${exportId}`).digest();
  const letters = Array.from(digest.subarray(0, GROUPS * GROUP_LENGTH), (byte) => ALPHABET[byte & 31]).join('');
  return Array.from({ length: GROUPS }, (_, group) =>
    letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH),
  ).join('-');
}
