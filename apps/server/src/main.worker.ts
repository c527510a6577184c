// The worker: everything that happens by itself, driven by state in the database.
import { readEnv } from './env.ts';
import { reportReady, runMain } from './run-main.ts';
import { createSweepers } from './sweepers.ts';
import { createWiring } from './wiring.ts';
import { startWorkerLoop } from './worker-loop.ts';

await runMain('worker', () => {
  const wiring = createWiring(readEnv(process.env), 'worker');
  const sweepers = createSweepers(wiring);
  const loop = startWorkerLoop(sweepers, wiring.log);
  // Without a sweeper nothing else would keep the process alive.
  const keepAlive = setInterval(() => {}, 60_000);
  wiring.log.info({ sweepers: sweepers.map((sweeper) => sweeper.name) }, 'working');
  reportReady('worker');
  return Promise.resolve({
    async stop() {
      clearInterval(keepAlive);
      await loop.stop();
      await wiring.close();
      wiring.log.info('stopped');
    },
  });
});
