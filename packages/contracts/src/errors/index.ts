export * from './catalogue.ts';
export { ERROR_KINDS } from './error-kind.ts';
export type { ErrorKind, ErrorParams, ErrorParamValue, ErrorSpec, NoParams } from './error-kind.ts';
