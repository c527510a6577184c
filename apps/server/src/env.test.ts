import { describe, expect, it } from 'vitest';
import { EnvError, readEnv } from './env.ts';

describe('readEnv', () => {
  it('runs on loopback, in demo mode and with the embedded database when nothing is set', () => {
    const env = readEnv({ PORT: '', HOST: '' });
    expect(env).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      mode: 'demo',
      databaseUrl: undefined,
      trustProxy: false,
    });
  });

  it('is a production installation on a database of its own', () => {
    expect(readEnv({ DATABASE_URL: 'postgres://db.example/keyfall' }).mode).toBe('production');
  });

  it.each([
    [{ PORT: '0' }, 'PORT'],
    [{ PORT: '65533' }, 'PORT'],
    [{ PORT: '40 00' }, 'PORT'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must begin with postgres://'],
    [{ KEYFALL_ADMIN_HOST: 'Admin.example:80' }, 'KEYFALL_ADMIN_HOST'],
    [{ KEYFALL_SECRET: 'short' }, 'KEYFALL_SECRET must have at least 32 characters'],
    [{ KEYFALL_DEV_PAGES: '{' }, 'KEYFALL_DEV_PAGES must be JSON'],
  ])('refuses %o and names the setting', (source, part) => {
    expect(() => readEnv(source)).toThrow(EnvError);
    expect(() => readEnv(source)).toThrow(part);
  });

  it('names every wrong setting at once', () => {
    expect(() => readEnv({ PORT: 'x', KEYFALL_MODE: 'play' })).toThrow(/PORT.*KEYFALL_MODE/);
  });
});
