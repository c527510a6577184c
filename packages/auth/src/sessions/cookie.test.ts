import { describe, expect, it } from 'vitest';
import { blankSessionCookie, readSessionToken, sessionCookie } from './cookie.ts';

const TOKEN = 'abcdefghijklmnopqrstuvwxyz0';

describe('the session’s cookie', () => {
  it('is of this host only, for no script, and secure where the visitor came by https', () => {
    expect(sessionCookie(TOKEN, 'admin', 'staff', true)).toBe(
      `__Host-sid=${TOKEN}; Max-Age=43200; Path=/; HttpOnly; SameSite=Lax; Secure`,
    );
    expect(sessionCookie(TOKEN, 'shop', 'guest', false)).toBe(
      `sid=${TOKEN}; Max-Age=7776000; Path=/; HttpOnly; SameSite=Lax`,
    );
    expect(blankSessionCookie(true)).toMatch(/^__Host-sid=; Max-Age=0; .*Secure$/);
  });

  it('is read among others, and never its plain twin over https', () => {
    expect(readSessionToken(`locale=en; sid=${TOKEN}`, false)).toBe(TOKEN);
    expect(readSessionToken(`sid=${TOKEN}`, true)).toBeUndefined();
    expect(readSessionToken(`xsid=${TOKEN}`, false)).toBeUndefined();
    expect(readSessionToken('sid=short', false)).toBeUndefined();
    expect(readSessionToken(`sid=${TOKEN.slice(1)}'`, false)).toBeUndefined();
    expect(readSessionToken(undefined, false)).toBeUndefined();
  });
});
