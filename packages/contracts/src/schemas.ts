/** The zod schemas of everything in the main entry. */
export * from './account-template-schemas.ts';
export * from './auth-schemas.ts';
export * from './brand-schemas.ts';
export * from './id-schemas.ts';
export * from './kind-schemas.ts';
export * from './money-schemas.ts';
export * from './pagination-schemas.ts';
export * from './people-schemas.ts';
export * from './session-schemas.ts';
export * from './state-schemas.ts';
export * from './tenancy-schemas.ts';
