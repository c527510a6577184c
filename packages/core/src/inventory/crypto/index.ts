export {
  newBatchKey,
  openChunk,
  openCode,
  openCodeParts,
  openReject,
  sealChunk,
  sealCode,
  sealReject,
  unwrapBatchKey,
  wrapBatchKey,
} from './code-secret.ts';
export type { CodeRef } from './code-secret.ts';
export type { KeyPurpose, KeyVault, TenantKeyRef, WrappedTenantKey } from './key-vault.port.ts';
export { KEY_PURPOSES } from './key-vault.port.ts';
export { KEY_BYTES, NONCE_BYTES, blindIndex, newKey, open, seal } from './seal.ts';
export type { Sealed } from './seal.ts';
