/**
 * PostgreSQL refuses to run as root. This decides under which identity it runs and where its data lies:
 * as we are (no root), with another user id, or with root's own file rights inside a user namespace.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findEmbeddedPostgres, isWorldReachable, shareBinaries, sharedTemporaryFolder } from './cluster-binaries.ts';

/** The user id of "nobody"; it needs no entry in /etc/passwd. */
const DROPPED_ID = 65534;

export interface ServerIdentity {
  /** Program and words that run `program` under this identity. */
  readonly wrap: (program: string, words: readonly string[]) => readonly [string, readonly string[]];
  readonly ids: { readonly uid?: number; readonly gid?: number };
  /** The folder with bin/, lib/, share/. */
  readonly native: string;
  /** The data folder of the cluster. */
  readonly dataDir: string;
}

type Disguise = Pick<ServerIdentity, 'wrap' | 'ids'>;
const AS_IS: Disguise = { wrap: (program, words) => [program, words], ids: {} };
const DROPPED: Disguise = { ...AS_IS, ids: { uid: DROPPED_ID, gid: DROPPED_ID } };
const NAMESPACED: Disguise = {
  wrap: (program, words) => [
    'unshare',
    ['-U', `--map-user=${DROPPED_ID}`, `--map-group=${DROPPED_ID}`, '--', program, ...words],
  ],
  ids: {},
};

/** Chooses identity and place for the cluster of `stateDir`, remembering a place outside of it in `state.json`. */
export function chooseIdentity(stateDir: string): ServerIdentity {
  const native = findEmbeddedPostgres();
  const inState = path.join(stateDir, 'postgres', 'data');
  if (process.getuid?.() !== 0) {
    // initdb looks its user up; a container may run under an id that has no entry.
    const identity = isKnownUser() || !namespacesWork() ? AS_IS : NAMESPACED;
    return { ...identity, native, dataDir: inState };
  }

  const recorded = readRecordedDataDir(stateDir);
  if (recorded !== undefined) return { ...DROPPED, native: shareBinaries(native), dataDir: recorded };
  // Data that exists keeps the identity it was made with: its owner tells which.
  const owner = fs.existsSync(inState) ? fs.statSync(inState).uid : undefined;
  if (owner === DROPPED_ID || (owner === undefined && isWorldReachable(stateDir))) {
    if (isWorldReachable(stateDir)) return { ...DROPPED, native: shareBinaries(native), dataDir: inState };
    throw new Error(`${stateDir} was moved under a private folder: move it back, or run the reset command`);
  }
  if (namespacesWork()) return { ...NAMESPACED, native, dataDir: inState };
  if (owner !== undefined)
    throw new Error(`user namespaces are refused now, but ${inState} was made with them: run the reset command`);
  const outside = path.join(
    sharedTemporaryFolder(),
    `keyfall-${createHash('sha256').update(stateDir).digest('hex').slice(0, 16)}`,
    'data',
  );
  recordDataDir(stateDir, outside);
  return { ...DROPPED, native: shareBinaries(native), dataDir: outside };
}

/** The data folder of this state folder's cluster, wherever it lies. */
export function findDataDir(stateDir: string): string {
  return readRecordedDataDir(path.resolve(stateDir)) ?? path.join(path.resolve(stateDir), 'postgres', 'data');
}

function isKnownUser(): boolean {
  try {
    return os.userInfo().username !== '';
  } catch {
    return false;
  }
}

function namespacesWork(): boolean {
  if (process.platform !== 'linux') return false;
  const answer = spawnSync(...NAMESPACED.wrap('id', ['-u']), { encoding: 'utf8' });
  return answer.status === 0 && answer.stdout.trim() === String(DROPPED_ID);
}

const stateFile = (stateDir: string): string => path.join(stateDir, 'state.json');

function readState(stateDir: string): Record<string, unknown> {
  try {
    return JSON.parse(fs.readFileSync(stateFile(stateDir), 'utf8')) as Record<string, unknown>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${stateFile(stateDir)} is damaged`, { cause: error });
  }
}

function readRecordedDataDir(stateDir: string): string | undefined {
  const recorded = readState(stateDir).postgresDataDir;
  return typeof recorded === 'string' ? recorded : undefined;
}

function recordDataDir(stateDir: string, dataDir: string): void {
  fs.mkdirSync(stateDir, { recursive: true });
  const draft = `${stateFile(stateDir)}.${process.pid}`;
  fs.writeFileSync(draft, `${JSON.stringify({ ...readState(stateDir), postgresDataDir: dataDir }, null, 2)}\n`);
  fs.renameSync(draft, stateFile(stateDir));
}
