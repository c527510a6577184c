export { DomainError, InvariantError, PortError, assert, isDomainError } from './errors.ts';
export { Secret, secret } from './secret.ts';
export { canMove, finalStatesOf, movePairs } from './state-machine.ts';
export type { Moves } from './state-machine.ts';
export { asDistributor, asService, asShop, asStaff, scopeOf, systemCtx } from './context.ts';
export type {
  BuyerPrincipal,
  Core,
  Ctx,
  DistributorPrincipal,
  Principal,
  StaffPrincipal,
  SystemPrincipal,
  VisitorPrincipal,
} from './context.ts';
export type { Addresses, GatewayFactory, Ports, TxtResolver } from './ports.ts';
