/** Constants, types and pure functions only: no zod behind this entry, so that a shop's first chunk can import it. */
export * from './account-fields.ts';
export * from './account-template.ts';
export * from './brand.ts';
export * from './errors/index.ts';
export * from './ids.ts';
export * from './kinds.ts';
export * from './journal-kinds.ts';
export * from './locales.ts';
export * from './money-dto.ts';
export * from './pagination.ts';
export * from './permissions/index.ts';
export * from './states.ts';
