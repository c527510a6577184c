import { describe, expect, it } from 'vitest';
import { hashArgon2id, isOutdated, matchesArgon2id } from './argon2.ts';
import { hashPassword, passwordQueue, verifyPassword } from './passwords.ts';

/** Of weaker parameters than ours. */
const FOREIGN = '$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHQwMDAw$bvBLtRMyJPEyXxNLzGlt1NOlCfjNQdDN9WZlX2jUkzo';

describe('argon2id', () => {
  it('makes PHC strings with OWASP’s parameters and a salt of its own each time', async () => {
    const [one, two] = [await hashArgon2id('correct horse'), await hashArgon2id('correct horse')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(two);
    expect([await matchesArgon2id(one, 'correct horse'), await matchesArgon2id(one, 'correct hors')]).toEqual([
      true,
      false,
    ]);
  });

  it('knows weaker parameters, and matches nothing against what is no hash', async () => {
    expect([isOutdated(FOREIGN), isOutdated(await hashArgon2id('x'))]).toEqual([true, false]);
    for (const text of ['', 'correct horse', '$argon2i$v=19$m=1,t=1,p=1$aaaaaaaaaaa$aaaaaaaaaaaaaaaaaaaaaa']) {
      expect(await matchesArgon2id(text, 'correct horse')).toBe(false);
    }
  });
});

describe('the queue of passwords', () => {
  it('computes two at a time, lets fifty wait, and sends the rest away', async () => {
    await verifyPassword(null, 'warms the decoy up');
    const work = Array.from({ length: 60 }, (_, index) => hashPassword(`password ${index}`));
    const outcomes = Promise.allSettled(work);
    await Promise.resolve();
    expect(passwordQueue().running).toBe(2);
    const settled = await outcomes;
    const refused = settled.filter((each) => each.status === 'rejected');
    expect(refused).toHaveLength(8);
    expect(refused[0]?.reason).toMatchObject({ code: 'rate_limited' });
    expect(passwordQueue()).toEqual({ running: 0, waiting: 0 });
  }, 30_000);

  it('matches nobody without a hash, and the same characters in another form', async () => {
    expect(await verifyPassword(null, 'nobody has this password')).toBe(false);
    const hash = await hashPassword('pässwörter sind länger');
    expect(await verifyPassword(hash, 'pässwörter sind länger'.normalize('NFD'))).toBe(true);
  });
});
