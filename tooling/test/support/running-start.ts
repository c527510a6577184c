import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from '../../src/run/root.ts';

const READY_TIMEOUT_MS = 180_000;
/** Web, gateway, database, mail. */
const PORTS_NEEDED = 4;

export interface RunningStart {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  output(): string;
}

/** Runs `tooling/src/start.ts` on the given port and state folder. It need not come up: see {@link untilHealthy}. */
export function spawnStart(port: number, stateDir: string): RunningStart {
  const child = spawn(process.execPath, [inRoot('tooling/src/start.ts')], {
    env: {
      ...process.env,
      PORT: String(port),
      HOST: '',
      KEYFALL_STATE: stateDir,
      DATABASE_URL: '',
      KEYFALL_MODE: 'test',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return { child, output: () => output };
}

/** Waits for the last lines of a successful start; throws with what was printed when it ends or takes too long. */
export async function untilReady(start: RunningStart): Promise<void> {
  const giveUpAt = Date.now() + READY_TIMEOUT_MS;
  while (!start.output().includes('Ctrl-C stops everything')) {
    if (start.child.exitCode !== null || Date.now() > giveUpAt) throw new Error(`not ready:\n${start.output()}`);
    await sleep(50);
  }
}

/** The exit code, once it has ended. */
export async function untilEnded(start: RunningStart): Promise<number | null> {
  if (start.child.exitCode === null && start.child.signalCode === null) await once(start.child, 'exit');
  return start.child.exitCode;
}

/** The command lines of all live processes that were started for this state folder, children of children included. */
export function findProcessesOf(stateDir: string): string[] {
  if (!fs.existsSync('/proc/self/environ')) {
    const listed = spawnSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8' }).stdout;
    return listed
      .split('\n')
      .filter((line) => line.includes(stateDir) && !line.trimStart().startsWith(`${process.pid} `));
  }
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const command = readProc(pid, 'cmdline');
      // A zombie has neither; it is dead and only waits to be counted.
      return `${command}${readProc(pid, 'environ')}`.includes(stateDir)
        ? [`${pid} ${command.replaceAll('\0', ' ')}`]
        : [];
    });
}

function readProc(pid: string, file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Waits until no process of the state folder is left; answers those that are left after `timeoutMs`. */
export async function untilNoneLeft(stateDir: string, timeoutMs: number): Promise<string[]> {
  const giveUpAt = Date.now() + timeoutMs;
  let left = findProcessesOf(stateDir);
  while (left.length > 0 && Date.now() < giveUpAt) {
    await sleep(50);
    left = findProcessesOf(stateDir);
  }
  return left;
}

/** The first of four neighbouring ports that nobody listens on. */
export async function findFreePorts(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const first = 20_000 + Math.floor(Math.random() * 30_000);
    const free = await Promise.all(Array.from({ length: PORTS_NEEDED }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('no four neighbouring free ports found');
}

async function isFree(port: number): Promise<boolean> {
  const server = net.createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
