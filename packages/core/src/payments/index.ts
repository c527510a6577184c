export type * from './gateway.port.ts';
