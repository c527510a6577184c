// The web server: three apps by host, their API, health.
import { z } from 'zod';
import { readEnv } from './env.ts';
import { createHttpApp } from './http-app.ts';
import { listen } from './listen.ts';
import { reportReady, runMain } from './run-main.ts';
import { createWiring } from './wiring.ts';

const readyMessage = z.object({ ready: z.string() });

await runMain('http', async () => {
  const env = readEnv(process.env);
  const wiring = createWiring(env, 'http');
  // The program that starts all processes passes on which of the others are ready.
  process.on('message', (message) => {
    const parsed = readyMessage.safeParse(message);
    if (parsed.success) wiring.readiness.markReady(parsed.data.ready);
  });
  const listening = await listen(createHttpApp(wiring), env.host, env.port);
  wiring.log.info({ port: listening.port, mode: env.mode }, 'listening');
  reportReady('http');
  return {
    async stop() {
      await listening.stop();
      await wiring.close();
      wiring.log.info('stopped');
    },
  };
});
