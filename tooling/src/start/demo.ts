import fs from 'node:fs';
import type { Env } from '@keyfall/server/env';
import { inRoot } from '../run/root.ts';

export interface DemoLogin {
  readonly app: 'admin' | 'portal' | 'shop';
  /** Who this is, in a few words. */
  readonly label: string;
  readonly user: string;
  readonly password: string;
  /** The secret for one-time passcodes, base32; staff only. */
  readonly totpSecret?: string;
}

/** What a newcomer needs to know of the demo data; printed in the last lines of `npm start`. */
export interface DemoFacts {
  readonly shops: readonly { readonly slug: string; readonly name: string }[];
  readonly logins: readonly DemoLogin[];
}

export interface DemoOptions {
  readonly env: Env;
  readonly adminUrl: string;
  readonly log: (line: string) => void;
}

interface DemoModule {
  /** Makes the demo data by the use cases if the installation has none yet, and tells what there is. */
  ensureDemo(options: DemoOptions): Promise<DemoFacts>;
}

const SEED = inRoot('tooling/src/demo/seed.ts');

/** Demo data in an installation of mode `demo`; nothing elsewhere. */
export async function ensureDemoData(options: DemoOptions): Promise<DemoFacts> {
  if (options.env.mode !== 'demo' || !fs.existsSync(SEED)) return { shops: [], logins: [] };
  const { ensureDemo } = (await import(SEED)) as DemoModule;
  return await ensureDemo(options);
}
