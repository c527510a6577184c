import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inRoot } from './root.ts';
import { withLock } from './with-lock.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keyfall-lock-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

it('lets one at a time do the work, and gives everybody its turn, also after a failure', async () => {
  const file = path.join(folder, 'deep', 'turns.lock');
  let inside = 0;
  let most = 0;
  const turns = await Promise.allSettled(
    Array.from({ length: 4 }, (_, turn) =>
      withLock(file, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await sleep(20);
        inside -= 1;
        if (turn === 0) throw new Error('this one fails');
        return turn;
      }),
    ),
  );
  expect(most).toBe(1);
  expect(turns.map((turn) => turn.status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
});

it('waits for another process, and takes over from one that was killed', { timeout: 20_000 }, async () => {
  const file = path.join(folder, 'killed.lock');
  const script = `import { withLock } from ${JSON.stringify(inRoot('tooling/src/run/with-lock.ts'))};
    await withLock(${JSON.stringify(file)}, async () => { console.log('held'); await new Promise((end) => setTimeout(end, 60_000)); });`;
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((resolve) => holder.once('exit', resolve));
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  let isOurs = false;
  const ours = withLock(file, () => Promise.resolve((isOurs = true)));
  await sleep(400);
  expect(isOurs).toBe(false);
  holder.kill('SIGKILL');
  await gone;
  expect(await ours).toBe(true);
});
