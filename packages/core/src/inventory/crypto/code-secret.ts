import type { ContentKind } from '@keyfall/contracts';
import { PortError } from '../../errors.ts';
import { Secret } from '../../secret.ts';
import type { CodeContent } from '../parse/index.ts';
import { newKey, open, seal, KEY_BYTES, type Sealed } from './seal.ts';

/** Which code a secret belongs to; all four are bound into the ciphertext. */
export interface CodeRef {
  readonly tenantId: string;
  readonly codeId: string;
  readonly skuId: string;
  /** The batch whose data key sealed it. */
  readonly batchId: string;
}

const aadOfCode = (ref: CodeRef): string => `v1|${ref.tenantId}|${ref.codeId}|${ref.skuId}|${ref.batchId}`;
const aadOfBatchKey = (tenantId: string, batchId: string): string => `v1|batch-key|${tenantId}|${batchId}`;
const aadOfChunk = (tenantId: string, jobId: string, seq: number): string => `v1|chunk|${tenantId}|${jobId}|${seq}`;
const aadOfReject = (tenantId: string, jobId: string, line: number): string => `v1|reject|${tenantId}|${jobId}|${line}`;

// First byte of a plaintext: its format. 1 is a JSON array [number, secret, link, password] with null for what is absent.
const FORMAT = 1;
const FORMAT_CHAR = String.fromCharCode(FORMAT);

/** Seals a code's content under its batch's data key. */
export function sealCode(dataKey: Secret<Uint8Array>, ref: CodeRef, content: CodeContent): Sealed {
  const parts = [content.number, content.secret, content.link, content.password].map((part) => part?.expose() ?? null);
  return seal(dataKey, aadOfCode(ref), Buffer.from(FORMAT_CHAR + JSON.stringify(parts), 'utf8'));
}

/** What a code consists of, in this order: number, secret, link, password; null for what is absent. */
export type CodeParts = readonly [string | null, string | null, string | null, string | null];

/** Opens a code into its parts, for those that hand them on at once. @throws PortError not retryable */
export function openCodeParts(dataKey: Secret<Uint8Array>, ref: CodeRef, sealed: Sealed): CodeParts {
  const plain = open(dataKey, aadOfCode(ref), sealed);
  if (plain[0] !== FORMAT) throw new PortError('unknown format of a sealed code', { retryable: false });
  return JSON.parse(plain.toString('utf8', 1)) as CodeParts;
}

/** Opens a code's content. @throws PortError not retryable */
export function openCode(dataKey: Secret<Uint8Array>, ref: CodeRef, kind: ContentKind, sealed: Sealed): CodeContent {
  const parts = openCodeParts(dataKey, ref, sealed);
  const [number, secret, link, password] = parts.map((part) => (part === null ? undefined : new Secret(part)));
  return {
    kind,
    ...(number && { number }),
    ...(secret && { secret }),
    ...(link && { link }),
    ...(password && { password }),
  };
}

/** A batch's data key and its form at rest: nonce, then ciphertext, under the tenant's data key. */
export function newBatchKey(
  tenantKey: Secret<Uint8Array>,
  tenantId: string,
  batchId: string,
): { readonly key: Secret<Uint8Array>; readonly wrapped: Buffer } {
  const key = newKey();
  return { key, wrapped: wrapBatchKey(tenantKey, tenantId, batchId, key) };
}

/** Wraps a batch's data key under a tenant key; also how rotation wraps it anew. */
export function wrapBatchKey(
  tenantKey: Secret<Uint8Array>,
  tenantId: string,
  batchId: string,
  key: Secret<Uint8Array>,
): Buffer {
  const { nonce, ciphertext } = seal(tenantKey, aadOfBatchKey(tenantId, batchId), key.expose());
  return Buffer.concat([nonce, ciphertext]);
}

/** Opens a wrapped data key. @throws PortError not retryable */
export function unwrapBatchKey(
  tenantKey: Secret<Uint8Array>,
  tenantId: string,
  batchId: string,
  wrapped: Buffer,
): Secret<Uint8Array> {
  const plain = open(tenantKey, aadOfBatchKey(tenantId, batchId), {
    nonce: wrapped.subarray(0, 12),
    ciphertext: wrapped.subarray(12),
  });
  if (plain.length !== KEY_BYTES) throw new PortError('a wrapped key has a wrong length', { retryable: false });
  return new Secret<Uint8Array>(plain);
}

/** A piece of an uploaded file at rest. */
export function sealChunk(
  key: Secret<Uint8Array>,
  tenantId: string,
  jobId: string,
  seq: number,
  bytes: Uint8Array,
): Sealed {
  return seal(key, aadOfChunk(tenantId, jobId, seq), bytes);
}

export function openChunk(
  key: Secret<Uint8Array>,
  tenantId: string,
  jobId: string,
  seq: number,
  sealed: Sealed,
): Buffer {
  return open(key, aadOfChunk(tenantId, jobId, seq), sealed);
}

/** A rejected row's text at rest. */
export function sealReject(
  key: Secret<Uint8Array>,
  tenantId: string,
  jobId: string,
  line: number,
  raw: Secret<string>,
): Sealed {
  return seal(key, aadOfReject(tenantId, jobId, line), Buffer.from(raw.expose(), 'utf8'));
}

export function openReject(
  key: Secret<Uint8Array>,
  tenantId: string,
  jobId: string,
  line: number,
  sealed: Sealed,
): string {
  return open(key, aadOfReject(tenantId, jobId, line), sealed).toString('utf8');
}
