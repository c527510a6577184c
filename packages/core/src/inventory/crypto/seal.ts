import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomFillSync,
} from 'node:crypto';
import { PortError } from '../../errors.ts';
import { Secret } from '../../secret.ts';

export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/** AES-256-GCM output: the tag stands behind the ciphertext. */
export interface Sealed {
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
}

// Handing the raw bytes to every call costs four times the encryption itself, and a batch seals a million codes.
const prepared = new WeakMap<Secret<Uint8Array>, KeyObject>();

function prepare(key: Secret<Uint8Array>): KeyObject {
  let object = prepared.get(key);
  if (object === undefined) {
    object = createSecretKey(key.expose());
    prepared.set(key, object);
  }
  return object;
}

/** Nonces are drawn this many at a time; each is handed out once. */
const NONCES_DRAWN = 512;
let drawn = Buffer.alloc(0);

function nextNonce(): Buffer {
  if (drawn.length === 0) drawn = randomFillSync(Buffer.alloc(NONCE_BYTES * NONCES_DRAWN));
  const nonce = Buffer.from(drawn.subarray(0, NONCE_BYTES));
  drawn = drawn.subarray(NONCE_BYTES);
  return nonce;
}

/** A fresh random key of 32 bytes. */
export function newKey(): Secret<Uint8Array> {
  return new Secret<Uint8Array>(randomBytes(KEY_BYTES));
}

/**
 * Encrypts under a key with a random nonce. What the ciphertext belongs to goes into `aad`: under any other it does not
 * open, so a row copied onto another is worthless. A data key seals at most one batch, far below 2^32 messages.
 */
export function seal(key: Secret<Uint8Array>, aad: string, plaintext: Uint8Array): Sealed {
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', prepare(key), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(aad, 'utf8'));
  // GCM keeps nothing back: what `final` returns is empty.
  const sealed = cipher.update(plaintext);
  cipher.final();
  return { nonce, ciphertext: Buffer.concat([sealed, cipher.getAuthTag()]) };
}

/** Opens what {@link seal} made. @throws PortError not retryable: another key or AAD, or altered bytes */
export function open(key: Secret<Uint8Array>, aad: string, sealed: Sealed): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', prepare(key), sealed.nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(aad, 'utf8'));
    decipher.setAuthTag(sealed.ciphertext.subarray(-TAG_BYTES));
    const plaintext = decipher.update(sealed.ciphertext.subarray(0, -TAG_BYTES));
    // Throws unless the tag is right; GCM keeps nothing back, so what it returns is empty.
    decipher.final();
    return plaintext;
  } catch (error) {
    throw new PortError('a sealed value does not open', { retryable: false, cause: error });
  }
}

/** HMAC-SHA-256 under the tenant's index key: equal texts give equal indexes, and nobody without the key can try texts. */
export function blindIndex(key: Secret<Uint8Array>, domain: 'identity' | 'number' | 'payee', text: string): Buffer {
  return createHmac('sha256', prepare(key)).update(`v1|${domain}|${text}`, 'utf8').digest();
}
