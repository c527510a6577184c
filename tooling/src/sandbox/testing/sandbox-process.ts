// A sandbox as a process of its own, for tests that kill it: `node sandbox-process.ts <folder>`.
import { startSandbox } from '../start-sandbox.ts';
import { MERCHANT } from './merchants.ts';

const sandbox = await startSandbox({
  folder: process.argv[2] ?? '',
  port: 0,
  smtpPort: 0,
  merchants: [MERCHANT],
  settings: { webhookRetryDelaysMs: Array.from({ length: 200 }, () => 50) },
});
process.send?.({ url: sandbox.url, smtpPort: sandbox.smtpPort });
// A test that dies must not leave it behind.
process.on('disconnect', () => process.exit(0));
