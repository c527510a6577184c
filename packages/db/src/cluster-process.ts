/** Facts about a postmaster that may have been left behind by a killed process. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
  /** The command line it was started with. */
  readonly command: readonly string[];
}

const hasProc = fs.existsSync('/proc/self/cmdline');

/** The command line of a live process; undefined for a dead one and for a zombie (which kill(pid, 0) calls alive). */
function commandOf(pid: number): string[] | undefined {
  if (hasProc) {
    try {
      const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
      return words.length > 0 ? words : undefined;
    } catch {
      return undefined;
    }
  }
  const listed =
    spawnSync('ps', ['-ww', '-o', 'stat=,command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  const [state, ...words] = listed.split(/\s+/);
  return state === '' || state === undefined || state.startsWith('Z') ? undefined : words;
}

/** The postmaster that serves `dataDir`, as its pid file tells, provided that this pid still is a postgres of that folder. */
export function findPostmaster(dataDir: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = fs.readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const command = commandOf(pid);
  if (!command?.[0]?.endsWith('postgres') || !command.includes(dataDir)) return undefined;
  return { pid, port: Number(lines[3]), ready: (lines[7] ?? '').trim() === 'ready', command };
}

/**
 * Removes the pid file of a postmaster that is gone. After a kill -9 its backends may still run (their working
 * directory is the data folder) and must end first: two servers on one folder would destroy it.
 */
export async function clearStalePidFile(dataDir: string): Promise<void> {
  const file = path.join(dataDir, 'postmaster.pid');
  // Without /proc the backends cannot be seen; there PostgreSQL's own shared-memory check does this.
  if (!hasProc || !fs.existsSync(file)) return;
  const real = fs.realpathSync(dataDir);
  const usesData = (pid: string): boolean => {
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === real;
    } catch {
      return false;
    }
  };
  for (let attempt = 0; fs.readdirSync('/proc').some((name) => /^\d+$/.test(name) && usesData(name)); attempt++) {
    // Not stale: another process has just started this very cluster.
    if (findPostmaster(dataDir) !== undefined) return;
    if (attempt > 200) throw new Error(`processes of an earlier PostgreSQL still use ${dataDir}`);
    await sleep(50);
  }
  fs.rmSync(file, { force: true });
}

/** Fast shutdown; after 20 s an immediate one (crash recovery at the next start). Returns when the process is gone. */
export async function stopPostmaster(dataDir: string, pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  for (let attempt = 0; attempt < 1000; attempt++) {
    if (findPostmaster(dataDir)?.pid !== pid) return;
    await sleep(20);
  }
  signal(pid, 'SIGQUIT');
  for (let attempt = 0; attempt < 250 && findPostmaster(dataDir)?.pid === pid; attempt++) await sleep(20);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** True for a live process; false for a dead one and a zombie. */
export const isProcessAlive = (pid: number): boolean => commandOf(pid) !== undefined;
