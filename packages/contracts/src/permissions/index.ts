export * from './admin.ts';
export * from './portal.ts';
export * from './shop.ts';
export * from './can.ts';
