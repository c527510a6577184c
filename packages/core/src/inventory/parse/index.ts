export { CODE_CHARS_MAX, CODE_FILE_LIMITS, NUMBER_CHARS_MAX, PASSWORD_CHARS_MAX } from './code-file-limits.ts';
export type { CodeFileLimits } from './code-file-limits.ts';
export {
  CODE_FILE_CONTAINERS,
  CODE_FILE_SHAPES,
  codeFileOverrideSchema,
  codeFileProfileSchema,
  ignoredColumns,
  readProfile,
} from './code-file-profile.ts';
export type {
  CodeFileColumn,
  CodeFileContainer,
  CodeFileOverride,
  CodeFileProfile,
  CodeFileShape,
} from './code-file-profile.ts';
export { CodeFileRefused } from './code-file-refused.ts';
export type { CodeFileRefusal } from './code-file-refused.ts';
export type { CodeContent, CodeFileRow, CodeRow, RejectedRow } from './code-file-row.ts';
export type { CodeFileSource } from './code-file-source.ts';
export { codeIdentity, codeSearchKeys, foldForIndex, numberIdentity } from './code-identity.ts';
export type { CodeSearchKeys } from './code-identity.ts';
export { maskOf } from './code-mask.ts';
export { COLUMN_ROLES } from './column-names.ts';
export type { ColumnRole } from './column-names.ts';
export { TEXT_ENCODINGS } from './decode-text.ts';
export type { TextEncodingName } from './decode-text.ts';
export { detectCodeFile } from './detect-code-file.ts';
export type { DetectCodeFileOptions } from './detect-code-file.ts';
export { DigestSet } from './digest-set.ts';
export { parseCodeFile } from './parse-code-file.ts';
export type { ParseCodeFileOptions } from './parse-code-file.ts';
export { parseExpiry } from './parse-expiry.ts';
export type { DateForm, DayMonthOrder, Expiry, ExpiryContext } from './parse-expiry.ts';
export { previewCodeFile } from './preview-code-file.ts';
export type { CodeFilePreview, PreviewCodeFileOptions, PreviewReject, PreviewRow } from './preview-code-file.ts';
export { normaliseCell } from './normalise-cell.ts';
export { isTimeZone } from './zoned-time.ts';
