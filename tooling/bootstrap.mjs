// Plain JavaScript for Node >= 18: brings Node 24, pnpm and the dependencies, then runs the real program under Node 24.
//
//   node tooling/bootstrap.mjs <file.ts> [arguments]
//
// A newcomer has only Node and npm. What is missing is fetched once into a cache folder shared by all checkouts, so that
// the second start costs a few milliseconds. Nothing is ever written to stdout here: it belongs to the program.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR = 24;
const NODE_VERSION = '24.21.0';
const PNPM_VERSION = '12.21.0';
const LOCK_WAIT_MS = 10 * 60 * 1000;
const PARENT_CHECK_MS = 500;

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cacheRoot =
  process.env.KEYFALL_CACHE || path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'keyfall');

function say(text) {
  process.stderr.write(`[keyfall] ${text}\n`);
}

/** An error whose text is the whole story: printed as one line, without a stack. */
class SetupError extends Error {}

/**
 * The environment without what the outer npm adds about itself: an inner npm or pnpm would take it for its own settings.
 * Registry, proxy and certificate settings given as npm_config_* stay.
 */
function outerEnv() {
  const addedByNpm =
    /^(INIT_CWD$|npm_(command|execpath|node_execpath|package_|lifecycle_|config_(prefix|local_prefix|global_prefix|user_agent|node_gyp|init_module|npm_version)))/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !addedByNpm.test(name)));
}

function runNpm(args) {
  // npm_execpath is npm's own cli.js when we were started by `npm start`; otherwise npm comes from PATH.
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith('npm-cli.js') ? [process.execPath, [cli]] : ['npm', []];
  const result = spawnSync(command, [...first, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: outerEnv(),
  });
  if (result.status === 0) return;
  const text = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`.trim();
  throw new SetupError(
    `npm could not fetch the tools; check the network and npm's registry setting, then try again:\n${text}`,
  );
}

/** The tools folder: made beside its final name and moved into place, so two runs at once never see a half-made one. */
function ensureTools() {
  const ownNode = Number(process.versions.node.split('.')[0]) >= NODE_MAJOR;
  const wanted = [`pnpm@${PNPM_VERSION}`];
  if (!ownNode) wanted.push(`node-${process.platform}-${process.arch}@${NODE_VERSION}`);
  const dir = path.join(cacheRoot, 'tools', wanted.join('+').replaceAll('@', '-'));
  if (!fs.existsSync(path.join(dir, 'ok'))) {
    say(`fetching ${wanted.join(' and ')} into ${cacheRoot} (once)`);
    fs.mkdirSync(path.dirname(dir), { recursive: true });
    const making = fs.mkdtempSync(`${dir}.making-`);
    try {
      makeTools(making, wanted);
      moveIntoPlace(making, dir);
    } finally {
      fs.rmSync(making, { recursive: true, force: true });
    }
  }
  const node = ownNode ? process.execPath : fs.realpathSync(path.join(dir, 'node_modules', '.bin', 'node'));
  return { bin: path.join(dir, 'bin'), node };
}

function makeTools(dir, wanted) {
  fs.chmodSync(dir, 0o755); // mkdtemp makes it private; the database server may run as another user
  fs.writeFileSync(path.join(dir, 'package.json'), '{"private":true}');
  const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--save-exact'];
  runNpm(['install', '--prefix', dir, ...flags, ...wanted]);
  // Without install scripts pnpm's own bin is a shell script with no #! line: shells and Node run it, but turbo (execve)
  // answers "Exec format error". The native program behind it works everywhere and starts faster.
  const platforms = path.join(dir, 'node_modules', '@pnpm');
  const native = fs.readdirSync(platforms).find((name) => fs.existsSync(path.join(platforms, name, 'pnpm')));
  if (native === undefined)
    throw new SetupError(`pnpm ${PNPM_VERSION} has no program for ${process.platform}-${process.arch}`);
  fs.mkdirSync(path.join(dir, 'bin'));
  fs.symlinkSync(path.join('..', 'node_modules', '@pnpm', native, 'pnpm'), path.join(dir, 'bin', 'pnpm'));
  fs.writeFileSync(path.join(dir, 'ok'), '');
}

function moveIntoPlace(made, target) {
  try {
    fs.renameSync(made, target);
  } catch (error) {
    if (!fs.existsSync(path.join(target, 'ok'))) throw error; // otherwise another run was first
  }
}

/** What the installed dependencies follow from; reading it takes 2 ms, asking pnpm 70 ms to 3 s. */
function dependencyHash(node) {
  const hash = createHash('sha256').update(node);
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'tooling/package.json'];
  for (const group of ['packages', 'apps']) {
    for (const name of fs.readdirSync(path.join(root, group)).sort()) files.push(`${group}/${name}/package.json`);
  }
  for (const file of files) {
    const full = path.join(root, file);
    if (fs.existsSync(full)) hash.update(`\n${file}\n`).update(fs.readFileSync(full));
  }
  return hash.digest('hex');
}

function ensureDependencies(env, tools) {
  const stampFile = path.join(root, 'node_modules', '.keyfall-installed');
  const isInstalled = (hash) => fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === hash;
  if (isInstalled(dependencyHash(tools.node))) return;
  const release = takeInstallLock();
  try {
    const hash = dependencyHash(tools.node);
    if (isInstalled(hash)) return; // another run did it while we waited
    say('installing dependencies (once; a minute on a slow line)');
    const args = ['install', '--frozen-lockfile', '--reporter=append-only'];
    const options = {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    };
    const result = spawnSync(path.join(tools.bin, 'pnpm'), args, options);
    if (result.status !== 0) {
      throw new SetupError(`pnpm install failed:\n${result.stdout}${result.stderr}${result.error?.message ?? ''}`);
    }
    fs.writeFileSync(stampFile, hash);
  } finally {
    release();
  }
}

/** One install per checkout at a time: `npm start` and `npm test` on a fresh clone may begin together. */
function takeInstallLock() {
  const lock = path.join(root, 'node_modules', '.keyfall-installing');
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  const giveUpAt = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => fs.rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isOwnerAlive(lock)) fs.rmSync(lock, { force: true });
    else if (Date.now() > giveUpAt) throw new SetupError(`another install is still running; if not, remove ${lock}`);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function isOwnerAlive(lock) {
  let pid;
  try {
    pid = Number(fs.readFileSync(lock, 'utf8'));
  } catch {
    return false;
  }
  if (!pid) return Date.now() - fs.statSync(lock).mtimeMs < 1000; // just created, its pid not yet written
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Runs the program and ends with it, whichever of the two is asked to stop first and however. */
function run(node, env, args) {
  const [file, ...rest] = args;
  if (file === undefined) throw new SetupError('usage: node tooling/bootstrap.mjs <file.ts> [arguments]');
  // The ipc slot lets the program hear "disconnect" when we are gone, even by kill -9.
  const child = spawn(node, [path.resolve(root, file), ...rest], {
    cwd: root,
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  child.channel?.unref();
  child.on('error', (error) => {
    say(`could not start ${node}: ${error.message}`);
    process.exitCode = 1;
  });
  // A terminal's Ctrl-C reaches the child too (same process group); a plain kill reaches only us, so it is passed on.
  // Programs take a repeated signal as the same wish.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm runs scripts under `sh -c`: a kill of npm leaves us an orphan, which only our parent's id tells.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, PARENT_CHECK_MS).unref();
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + (os.constants.signals[signal] ?? 0);
  });
}

try {
  const tools = ensureTools();
  const binFolders = [path.dirname(tools.node), tools.bin, path.join(root, 'node_modules', '.bin'), process.env.PATH];
  const env = {
    ...outerEnv(),
    KEYFALL_CACHE: cacheRoot,
    PATH: binFolders.join(path.delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
  };
  ensureDependencies(env, tools);
  run(tools.node, env, process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
