// The web server: three apps by host, their API, health.
import { z } from 'zod';
import { readEnv } from './env.ts';
import { createHttpApp } from './http-app.ts';
import { listen } from './listen.ts';
import { reportReady, runMain } from './run-main.ts';
import { quickSweepers } from './sweepers.ts';
import { createWiring } from './wiring.ts';
import { startWorkScheduler } from './work-scheduler.ts';

const readyMessage = z.object({ ready: z.string() });

await runMain('http', async () => {
  const env = readEnv(process.env);
  const wiring = createWiring(env, 'http');
  const { core, log, pokes } = wiring;
  // The program that starts all processes passes on which of the others are ready.
  process.on('message', (message) => {
    const parsed = readyMessage.safeParse(message);
    if (parsed.success) wiring.readiness.markReady(parsed.data.ready);
  });
  // Short work that a buyer waits for starts here right after its commit; the worker would see it within a second.
  const scheduler = startWorkScheduler({ core, sweepers: quickSweepers(), log, looksByItself: false });
  pokes.listen(scheduler.poke);
  const listening = await listen(createHttpApp(wiring), env.host, env.port);
  log.info({ port: listening.port, mode: env.mode }, 'listening');
  reportReady('http');
  return {
    async stop() {
      await listening.stop();
      await scheduler.stop();
      await wiring.close();
      log.info('stopped');
    },
  };
});
