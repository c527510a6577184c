import type { InvoiceWriter } from './invoices/invoice.port.ts';
import type { KeyVault } from './inventory/crypto/key-vault.port.ts';
import type { MailAddress, Mailer } from './notifications/mailer.port.ts';
import type { PaymentGateway } from './payments/gateway.port.ts';
import type { StatementWriter } from './statements/statement.port.ts';
import type { PayoutRailFactory } from './withdrawals/payout-rail.port.ts';

/** Looks up the TXT records of a host; how a distributor proves that a domain is its own. */
export interface TxtResolver {
  /** The TXT records of the name, each joined to one text; empty when there are none. @throws PortError */
  resolveTxt(name: string): Promise<readonly string[]>;
}

/** Builds the adapter of one gateway account from its stored settings. */
export interface GatewayFactory {
  /** @throws PortError not retryable when the settings do not fit the provider. */
  open(account: { readonly provider: string; readonly config: unknown; readonly apiKey: string }): PaymentGateway;
  /**
   * The settings of an account that is told by its merchant id alone: addresses are this installation's, since nobody who may
   * add an account of his own may say where we call. Null: this installation has no such provider.
   */
  settingsOf(provider: string, merchantId: string): Readonly<Record<string, string>> | null;
}

/** How the outside reaches this installation. */
export interface Addresses {
  /** Origin of a shop's host, e.g. `http://hello.localhost:4000`. */
  shopOrigin(host: string): string;
  readonly adminOrigin: string;
  readonly portalOrigin: string;
  /** Where payment providers send webhooks: `{base}/hooks/pay/{address}`. */
  readonly hookOrigin: string;
  /** Host of a shop that has only its slug, e.g. `hello.localhost`. */
  slugHost(slug: string): string;
  readonly mailFrom: MailAddress;
}

/** Everything outside the database that the domain needs; adapters live in packages/integrations and apps/server. */
export interface Ports {
  readonly vault: KeyVault;
  readonly gateways: GatewayFactory;
  readonly payouts: PayoutRailFactory;
  readonly mailer: Mailer;
  readonly dns: TxtResolver;
  readonly addresses: Addresses;
  readonly statements: StatementWriter;
  readonly invoices: InvoiceWriter;
  /** Tells this process that a tenant's due work should be looked at now. Losing it costs a second, never work. */
  readonly poke: (tenantId: string, kind: string) => void;
}
