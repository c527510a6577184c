import fs from 'node:fs';
import path from 'node:path';
import type { Env } from '../env.ts';

/**
 * The settings of the installation that runs from this checkout: when `npm start` was given another PORT, its lock in the
 * state folder names it, so that the command line needs no settings of its own.
 */
export function followRunningInstallation(env: Env): Env {
  if (process.env.PORT !== undefined && process.env.PORT !== '') return env;
  try {
    const lock = JSON.parse(fs.readFileSync(path.join(env.stateDir, 'start.json'), 'utf8')) as { port?: unknown };
    return typeof lock.port === 'number' ? { ...env, port: lock.port } : env;
  } catch {
    // Nothing runs from here: the default port it is.
    return env;
  }
}
