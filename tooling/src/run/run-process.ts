import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './root.ts';

export interface ProcessResult {
  /** The exit code; 1 when the program could not be started or was ended by a signal. */
  readonly code: number;
  /** stdout and stderr in the order they came; empty when they went straight to the terminal. */
  readonly output: string;
  readonly durationMs: number;
}

export interface ProcessOptions {
  /** `show` gives the program our terminal; `keep` collects its output. */
  readonly output: 'show' | 'keep';
  readonly env?: Readonly<Record<string, string>>;
}

const END_TIMEOUT_MS = 5000;

const running = new Set<ChildProcess>();

/** Runs a program in the checkout's folder until it ends. Never throws for a failing program: read `code`. */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const startedAt = performance.now();
  const piped = options.output === 'keep' ? 'pipe' : 'inherit';
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', piped, piped],
  });
  running.add(child);
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number>((resolve) => {
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${command}: ${error.message}\n`));
      resolve(1);
    });
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
  running.delete(child);
  return { code, output: Buffer.concat(chunks).toString('utf8'), durationMs: performance.now() - startedAt };
}

/** Runs a script under this same Node. */
export function runNode(file: string, args: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
  return runProcess(process.execPath, [file, ...args], options);
}

/** Asks every program started here to end and waits until they have; used when we are asked to end ourselves. */
export async function endRunningProcesses(): Promise<void> {
  const ends = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
  for (const child of running) child.kill('SIGTERM');
  await Promise.race([Promise.all(ends), sleep(END_TIMEOUT_MS, undefined, { ref: false })]);
  for (const child of running) child.kill('SIGKILL');
}
