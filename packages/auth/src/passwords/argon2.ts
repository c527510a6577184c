import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';

const derive: (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer> = promisify(argon2);

/** OWASP's recommendation for argon2id with 19 MiB. Stored hashes name their own parameters, so these may be raised. */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const ARGON2_VERSION = 19;

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** Hashes a password; the answer is a PHC string with algorithm, parameters and salt. */
export async function hashArgon2id(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await derive('argon2id', { ...PARAMETERS, message: password, nonce: salt, tagLength: TAG_BYTES });
  const { memory, passes, parallelism } = PARAMETERS;
  return `$argon2id$v=${ARGON2_VERSION}$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Whether the password is the one of a PHC string. A text that is no such string matches nothing. */
export async function matchesArgon2id(phc: string, password: string): Promise<boolean> {
  const parts = PHC.exec(phc);
  if (parts === null) return false;
  const [, memory, passes, parallelism, salt = '', tag = ''] = parts;
  const wanted = Buffer.from(tag, 'base64');
  const found = await derive('argon2id', {
    message: password,
    nonce: Buffer.from(salt, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: wanted.length,
  });
  return timingSafeEqual(found, wanted);
}

/** Whether a stored hash was made with weaker parameters than today's and should be replaced at the next login. */
export function isOutdated(phc: string): boolean {
  const parts = PHC.exec(phc);
  return parts === null || Number(parts[1]) < PARAMETERS.memory || Number(parts[2]) < PARAMETERS.passes;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
