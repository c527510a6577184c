// `npm run reset`: removes everything this checkout keeps (embedded database, keys, uploads, logs), so that the next
// `npm start` begins anew. A database of one's own (DATABASE_URL) is not touched.
import fs from 'node:fs';
import { removeCluster } from '@keyfall/db/cluster';
import { readEnv } from '@keyfall/server/env';
import { findRunningStart } from './start/state-lock.ts';

const { stateDir } = readEnv(process.env);
const running = findRunningStart(stateDir);
if (running !== undefined) {
  console.error(
    `keyfall: it is running (process ${running.pid}): stop it first with Ctrl-C there, or kill ${running.pid}`,
  );
  process.exit(1);
}
await removeCluster(stateDir);
fs.rmSync(stateDir, { recursive: true, force: true });
console.log(`Removed ${stateDir}. The next npm start begins anew.`);
