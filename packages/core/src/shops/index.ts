export { isKnownHost, resolveHost, type ShopOfHost } from './resolve-host.ts';
