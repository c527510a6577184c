import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  findFreePorts,
  findProcessesOf,
  spawnStart,
  untilEnded,
  untilNoneLeft,
  untilReady,
} from './support/running-start.ts';

const START_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 15_000;

let stateDir: string;
let port: number;

beforeAll(async () => {
  stateDir = fs.mkdtempSync(path.join(os.tmpdir(), 'keyfall-start-'));
  // The database may run under another user id: it has to get in.
  fs.chmodSync(stateDir, 0o755);
  port = await findFreePorts();
});

afterAll(async () => {
  await untilNoneLeft(stateDir, STOP_TIMEOUT_MS);
  fs.rmSync(stateDir, { recursive: true });
});

describe('npm start', () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGKILL'] as const) {
    it(
      `leaves no process behind after ${signal}, and starts again on the same state`,
      { timeout: START_TIMEOUT_MS },
      async () => {
        const start = spawnStart(port, stateDir);
        await untilReady(start);
        const health = await fetch(`http://127.0.0.1:${port}/healthz`);
        expect(health.status).toBe(200);
        // Web server, worker, sandbox, database, and the starter itself.
        expect(findProcessesOf(stateDir).length).toBeGreaterThanOrEqual(5);

        start.child.kill(signal);
        await untilEnded(start);
        expect(await untilNoneLeft(stateDir, STOP_TIMEOUT_MS)).toEqual([]);
      },
    );
  }

  it('ends when the process that started it is gone', { timeout: START_TIMEOUT_MS }, async () => {
    const start = spawnStart(port, stateDir);
    await untilReady(start);
    start.child.disconnect();
    expect(await untilEnded(start)).toBe(0);
    expect(await untilNoneLeft(stateDir, STOP_TIMEOUT_MS)).toEqual([]);
  });

  it('starts a killed web server again', { timeout: START_TIMEOUT_MS }, async () => {
    const start = spawnStart(port, stateDir);
    await untilReady(start);
    const server = findProcessesOf(stateDir).find((line) => line.includes('main.http.ts'));
    process.kill(Number(server?.split(' ')[0]), 'SIGKILL');
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${port}/healthz`).then(
            (answer) => answer.status,
            () => 0,
          ),
        { timeout: 15_000 },
      )
      .toBe(200);
    expect(start.output()).toContain('http ended (SIGKILL); starting it again');
    start.child.kill('SIGTERM');
    await untilEnded(start);
  });

  it(
    'says what to do when the checkout runs already, and leaves the running one alone',
    { timeout: START_TIMEOUT_MS },
    async () => {
      const first = spawnStart(port, stateDir);
      await untilReady(first);
      const second = spawnStart(await findFreePorts(), stateDir);
      expect(await untilEnded(second)).toBe(1);
      expect(second.output()).toContain(`this checkout runs already on port ${port} (process ${first.child.pid})`);
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
      first.child.kill('SIGTERM');
      await untilEnded(first);
    },
  );

  it('says what to do when a port is taken, before it touches anything', { timeout: START_TIMEOUT_MS }, async () => {
    const untouched = path.join(stateDir, 'untouched');
    const taken = await findFreePorts();
    const blocker = net.createServer().listen(taken, '127.0.0.1');
    const start = spawnStart(taken, untouched);
    expect(await untilEnded(start)).toBe(1);
    expect(start.output().trim()).toBe(
      `keyfall: port ${taken} (web server) is in use: stop what uses it, or start on other ports with PORT=${taken + 100} npm start`,
    );
    expect(fs.readdirSync(untouched)).toEqual([]);
    blocker.close();
  });
});
