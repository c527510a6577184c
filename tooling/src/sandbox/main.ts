// The sandbox gateway and mailbox as a program: `npm start` runs it beside the web server, in demo and test
// installations only. Gateway and pages on PORT+1, mail on PORT+3, state in the installation's state folder.
import { join } from 'node:path';
import { readEnv } from '@keyfall/server/env';
import { stopWithParent } from '../run/stop-with-parent.ts';
import { startSandbox } from './start-sandbox.ts';

try {
  const env = readEnv(process.env);
  const toleranceMs = Number(process.env['KEYFALL_SANDBOX_TOLERANCE_MS'] ?? 0);
  if (env.mode === 'production') throw new Error('a production installation has no sandbox');
  const sandbox = await startSandbox({
    folder: join(env.stateDir, 'sandbox'),
    host: env.host,
    port: env.port + 1,
    smtpPort: env.port + 3,
    // Tests of programs whose clock is wrong widen it.
    ...(toleranceMs > 0 ? { settings: { signatureToleranceMs: toleranceMs } } : {}),
  });
  stopWithParent(() => {
    sandbox.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  console.log(
    `[sandbox] gateway ${sandbox.publicUrl}, mailbox ${sandbox.publicUrl}/mail, smtp 127.0.0.1:${sandbox.smtpPort}`,
  );
  // After our own line: the last ones on the terminal are the starter's addresses and logins.
  process.send?.({ ready: 'sandbox' });
} catch (error) {
  console.error(`[sandbox] ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
