// `npm start`: database, apps, demo data, web server, worker, sandbox. Everything ends with this process.
//
//   PORT=4100 npm start    web on 4100, sandbox gateway and mailbox on 4101, database on 4102, SMTP on 4103
//   npm run dev            the same with hot reload
import { runStack } from './start/run-stack.ts';
import { StartError } from './start/start-error.ts';
import { endRunningProcesses } from './run/run-process.ts';
import { stopWithParent } from './run/stop-with-parent.ts';
import { EnvError } from '@keyfall/server/env';

const stopping = new AbortController();
stopWithParent(() => {
  stopping.abort();
  void endRunningProcesses();
});

try {
  await runStack({ dev: process.argv.includes('--dev'), signal: stopping.signal });
  process.exit(0);
} catch (error) {
  if (stopping.signal.aborted) process.exit(0);
  const known = error instanceof StartError || error instanceof EnvError;
  console.error(`keyfall: ${known ? error.message : error instanceof Error ? error.stack : String(error)}`);
  process.exit(1);
}
