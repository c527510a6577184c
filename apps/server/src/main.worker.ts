// The worker: everything that happens by itself, driven by state in the database.
import { readEnv } from './env.ts';
import { reportReady, runMain } from './run-main.ts';
import { SWEEPERS } from './sweepers.ts';
import { createWiring } from './wiring.ts';
import { startWorkScheduler } from './work-scheduler.ts';

await runMain('worker', () => {
  const wiring = createWiring(readEnv(process.env), 'worker');
  const { core, log, pokes } = wiring;
  const scheduler = startWorkScheduler({ core, sweepers: SWEEPERS, log, looksByItself: true });
  pokes.listen(scheduler.poke);
  log.info({ kinds: Object.keys(SWEEPERS) }, 'working');
  reportReady('worker');
  return Promise.resolve({
    async stop() {
      await scheduler.stop();
      await wiring.close();
      log.info('stopped');
    },
  });
});
