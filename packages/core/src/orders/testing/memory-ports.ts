import type { OutgoingMail } from '../../notifications/mailer.port.ts';
import { MemoryGateway } from '../../payments/testing/memory-gateway.ts';
import type { Ports } from '../../ports.ts';
import { MemoryRail } from '../../withdrawals/testing/memory-rail.ts';
import { plainInvoiceWriter } from '../../invoices/testing/plain-invoice-writer.ts';
import { plainStatementWriter } from '../../statements/testing/plain-statement-writer.ts';
import { memoryVault } from './memory-vault.ts';

/** The outside world of a test: what was sent and what it will answer. */
export interface MemoryOutside {
  readonly ports: Ports;
  readonly gateway: MemoryGateway;
  readonly rail: MemoryRail;
  readonly mails: OutgoingMail[];
  readonly pokes: string[];
}

/** Ports without a network: one gateway for all accounts, a mailbox, a vault with a fixed key. */
export function memoryPorts(): MemoryOutside {
  const gateway = new MemoryGateway();
  const rail = new MemoryRail();
  const mails: OutgoingMail[] = [];
  const pokes: string[] = [];
  const ports: Ports = {
    vault: memoryVault(),
    gateways: { open: () => gateway, settingsOf: (_provider, merchantId) => ({ merchantId }) },
    payouts: { open: () => rail },
    mailer: {
      send: (mail) => {
        mails.push(mail);
        return Promise.resolve({ messageId: `<${mail.id}@test>`, response: '250 ok' });
      },
    },
    dns: { resolveTxt: () => Promise.resolve([]) },
    statements: plainStatementWriter,
    invoices: plainInvoiceWriter,
    addresses: {
      shopOrigin: (host) => `http://${host}:4000`,
      adminOrigin: 'http://admin.localhost:4000',
      portalOrigin: 'http://portal.localhost:4000',
      hookOrigin: 'http://127.0.0.1:4000',
      slugHost: (slug) => `${slug}.localhost`,
      mailFrom: { name: 'Keyfall', address: 'no-reply@keyfall.test' },
    },
    poke: (tenantId, kind) => {
      pokes.push(`${tenantId}:${kind}`);
    },
  };
  return { ports, gateway, rail, mails, pokes };
}
