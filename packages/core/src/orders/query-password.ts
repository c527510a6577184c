import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../secret.ts';

// About 16 MiB and 40 ms: a query password guards one order, and guesses are throttled before they come here.
const COST = { N: 16_384, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** A query password as it is stored with an order. */
export async function hashQueryPassword(password: Secret): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt);
  return `scrypt$${COST.N}$${salt.toString('base64')}$${key.toString('base64')}`;
}

/** Whether the password is the stored one; false for anything that is no hash of ours. */
export async function verifyQueryPassword(password: Secret, stored: string): Promise<boolean> {
  const [scheme, cost, salt, key] = stored.split('$');
  if (scheme !== 'scrypt' || cost !== String(COST.N) || salt === undefined || key === undefined) return false;
  const wanted = Buffer.from(key, 'base64');
  const given = await derive(password, Buffer.from(salt, 'base64'));
  return wanted.length === given.length && timingSafeEqual(wanted, given);
}

async function derive(password: Secret, salt: Buffer): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    scrypt(password.expose().normalize('NFKC'), salt, KEY_BYTES, COST, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
