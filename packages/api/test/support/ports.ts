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
}

export function testOutside(): TestOutside {
  const mails: OutgoingMail[] = [];
  const txt = new Map<string, readonly string[] | 'down'>();
  const ports: Ports = {
    vault: testVault(),
    gateways: {
      open: () => {
        throw new PortError('no gateway here', { retryable: false });
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
  return { ports, mails, txt };
}

/** A vault with a key of its own, bound to the reference like the real ones. */
function testVault(): Vault {
  const master = randomBytes(32);
  const aad = (ref: Parameters<Vault['wrap']>[0]): Buffer =>
    createHash('sha256').update(`${ref.tenantId}|${ref.purpose}`).digest();
  return {
    wrap: (ref, key) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(aad(ref));
      const sealed = Buffer.concat([cipher.update(key.expose()), cipher.final()]);
      return Promise.resolve({ masterVersion: 1, wrapped: Buffer.concat([nonce, cipher.getAuthTag(), sealed]) });
    },
    unwrap: (ref, { wrapped }) => {
      const bytes = Buffer.from(wrapped);
      const decipher = createDecipheriv('aes-256-gcm', master, bytes.subarray(0, 12)).setAAD(aad(ref));
      decipher.setAuthTag(bytes.subarray(12, 28));
      const key = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
      return Promise.resolve(secret(new Uint8Array(key)));
    },
    currentVersion: () => Promise.resolve(1),
  };
}
