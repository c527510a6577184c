// Before the browser tests: the apps are built and Chromium is unpacked, once, so that no test pays or races for it.
import { resolveChromium } from './chromium.ts';
import { buildApps } from './run/build-apps.ts';

export default async function setup(): Promise<void> {
  const [{ failed, output }] = await Promise.all([buildApps(), resolveChromium()]);
  if (failed.length > 0) throw new Error(`the build of ${failed.join(', ')} failed:\n${output}`);
}
