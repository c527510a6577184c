import fs from 'node:fs';
import path from 'node:path';
import { StartError } from './start-error.ts';

const lockFile = (stateDir: string): string => path.join(stateDir, 'start.json');

/** What a running `npm start` tells others about itself. */
export interface RunningStart {
  readonly pid: number;
  readonly port: number;
}

/**
 * The `npm start` that runs on this state folder, if any. A process that only got the same number later, and a zombie,
 * do not count: the command line must be ours.
 */
export function findRunningStart(stateDir: string): RunningStart | undefined {
  let running: RunningStart;
  try {
    running = JSON.parse(fs.readFileSync(lockFile(stateDir), 'utf8')) as RunningStart;
  } catch {
    return undefined;
  }
  return running.pid !== process.pid && isStartProcess(running.pid) ? running : undefined;
}

function isStartProcess(pid: number): boolean {
  try {
    if (fs.existsSync('/proc/self/cmdline'))
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('start.ts');
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Claims the state folder for this process; the returned function gives it back. Throws {@link StartError}. */
export function lockState(stateDir: string, port: number): () => void {
  const running = findRunningStart(stateDir);
  if (running !== undefined) {
    throw new StartError(
      `this checkout runs already on port ${running.port} (process ${running.pid}): stop it there with Ctrl-C, or here with kill ${running.pid}`,
    );
  }
  fs.mkdirSync(stateDir, { recursive: true });
  fs.writeFileSync(lockFile(stateDir), JSON.stringify({ pid: process.pid, port } satisfies RunningStart));
  return () => fs.rmSync(lockFile(stateDir), { force: true });
}
