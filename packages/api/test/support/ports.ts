import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { secret, PortError, type Core, type Ports } from '@keyfall/core';
import type { OutgoingMail } from '@keyfall/core/notifications';

type Vault = Core['ports']['vault'];

/** The outside world of a test: DNS as it is told, mails kept, no gateway. */
export interface TestOutside {
  readonly ports: Ports;
  readonly mails: OutgoingMail[];
  /** TXT records by name; a name that is `'down'` does not answer. */
  readonly txt: Map<string, readonly string[] | 'down'>;
  /** Adds a master key; what is wrapped from now on stands under it. */
  rotateMasterKey(): void;
}

export function testOutside(): TestOutside {
  const mails: OutgoingMail[] = [];
  const txt = new Map<string, readonly string[] | 'down'>();
  const { vault, rotate: rotateMasterKey } = testVault();
  const ports: Ports = {
    vault,
    gateways: {
      open: () => {
        throw new PortError('no gateway here', { retryable: false });
      },
      settingsOf: () => null,
    },
    payouts: {
      open: () => {
        throw new PortError('no payout rail here', { retryable: false });
      },
    },
    mailer: {
      send: (mail) => {
        mails.push(mail);
        return Promise.resolve({ messageId: mail.id, response: '250' });
      },
    },
    dns: {
      resolveTxt: (name) => {
        const records = txt.get(name) ?? [];
        if (records === 'down') return Promise.reject(new PortError('no answer', { retryable: true }));
        return Promise.resolve(records);
      },
    },
    statements: { csv: noDocument, pdf: noDocument },
    invoices: { pdf: noDocument },
    addresses: {
      shopOrigin: (host) => `http://${host}:4000`,
      adminOrigin: 'http://admin.localhost:4000',
      portalOrigin: 'http://portal.localhost:4000',
      hookOrigin: 'http://127.0.0.1:4000',
      slugHost: (slug) => `${slug}.localhost`,
      mailFrom: { name: 'Keyfall', address: 'no-reply@keyfall.test' },
    },
    poke: () => {},
  };
  return { ports, mails, txt, rotateMasterKey };
}

function noDocument(): never {
  throw new PortError('no paper here', { retryable: false });
}

/** A vault with keys of its own, bound to version and reference like the real ones. */
function testVault(): { readonly vault: Vault; readonly rotate: () => void } {
  const masters = [randomBytes(32)];
  const masterOf = (version: number): Buffer => masters[version - 1] ?? Buffer.alloc(0);
  const aad = (ref: Parameters<Vault['wrap']>[0]): Buffer =>
    createHash('sha256').update(`${ref.tenantId}|${ref.purpose}`).digest();
  const vault: Vault = {
    wrap: (ref, key) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', masterOf(masters.length), nonce).setAAD(aad(ref));
      const sealed = Buffer.concat([cipher.update(key.expose()), cipher.final()]);
      const wrapped = Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
      return Promise.resolve({ masterVersion: masters.length, wrapped });
    },
    unwrap: (ref, { masterVersion, wrapped }) => {
      const bytes = Buffer.from(wrapped);
      const decipher = createDecipheriv('aes-256-gcm', masterOf(masterVersion), bytes.subarray(0, 12)).setAAD(aad(ref));
      decipher.setAuthTag(bytes.subarray(12, 28));
      try {
        const key = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
        return Promise.resolve(secret(new Uint8Array(key)));
      } catch (error) {
        return Promise.reject(new PortError('the key does not open', { retryable: false, cause: error }));
      }
    },
    currentVersion: () => Promise.resolve(masters.length),
  };
  return { vault, rotate: () => masters.push(randomBytes(32)) };
}
