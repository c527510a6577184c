import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { sharedTemporaryFolder } from '../src/cluster-binaries.ts';
import { findDataDir } from '../src/cluster-identity.ts';
import { findPostmaster, isProcessAlive } from '../src/cluster-process.ts';
import { removeCluster, startCluster, stopCluster, type Cluster, type ClusterOptions } from '../src/cluster.ts';
import { loadOrCreateSecrets, secretsPath } from '../src/secrets.ts';

const asRoot = process.getuid?.() === 0;
const root = asRoot ? sharedTemporaryFolder() : os.tmpdir();
const folders: string[] = [];

function newFolder(mode = 0o755): string {
  const dir = fs.mkdtempSync(path.join(root, 'keyfall-cluster-'));
  fs.chmodSync(dir, mode);
  folders.push(dir);
  return dir;
}
afterEach(async () => {
  for (const dir of folders.splice(0)) {
    for (const state of [dir, path.join(dir, 'checkout', '.keyfall')])
      if (fs.existsSync(state)) await removeCluster(state);
    fs.rmSync(dir, { recursive: true, force: true });
  }
});

const start = (dir: string, more: Partial<ClusterOptions> = {}): Promise<Cluster> =>
  startCluster({ dir, durable: false, ...more });

async function query<Row>(cluster: Cluster, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: cluster.superuserUrl() });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

describe('a cluster', () => {
  it('is made once, needs a password, and keeps its rows over a restart', async () => {
    const dir = newFolder();
    const first = await start(dir);
    await query(first, "create table note (text text); insert into note values ('kept')");
    await expect(
      new pg.Client({ host: '127.0.0.1', port: first.port, user: 'postgres', password: '' }).connect(),
    ).rejects.toThrow(/password/);
    await expect(
      new pg.Client({ host: '127.0.0.1', port: first.port, user: 'postgres', password: 'postgres' }).connect(),
    ).rejects.toMatchObject({ code: '28P01' });
    expect(await query(first, `select auth_method as method from pg_hba_file_rules group by 1`)).toEqual([
      { method: 'scram-sha-256' },
    ]);
    expect(fs.statSync(secretsPath(dir)).mode & 0o777).toBe(0o600);
    await first.stop();
    const second = await start(dir);
    expect(second.adopted).toBe(false);
    expect(await query(second, 'select text from note')).toEqual([{ text: 'kept' }]);
    expect(
      await query(
        second,
        `select datcollate as collate, current_setting('TimeZone') as zone, upper('é') as upper from pg_database where datname = 'postgres'`,
      ),
    ).toEqual([{ collate: 'C', zone: 'UTC', upper: 'É' }]);
  });

  it('left running by a killed process is adopted; with other settings it is replaced', async () => {
    const dir = newFolder();
    const first = await start(dir);
    const second = await start(dir);
    expect([second.adopted, second.port]).toEqual([true, first.port]);
    const third = await start(dir, { maxConnections: 30 });
    expect(third.adopted).toBe(false);
    expect(await query(third, `select current_setting('max_connections') as max`)).toEqual([{ max: '30' }]);
    expect(await stopCluster(dir)).toBe(true);
    expect(await stopCluster(dir)).toBe(false);
  });

  it('recovers after a kill -9 of the server, and after a pid file that names somebody else', async () => {
    const dir = newFolder();
    const first = await start(dir);
    await query(first, 'create table note (text text)');
    const pid = findPostmaster(findDataDir(dir))!.pid;
    process.kill(pid, 'SIGKILL');
    while (isProcessAlive(pid)) await sleep(10);
    const second = await start(dir);
    expect(await query(second, 'select count(*)::int as n from note')).toEqual([{ n: 0 }]);
    await second.stop();
    fs.writeFileSync(path.join(findDataDir(dir), 'postmaster.pid'), `${process.pid}\n`);
    const third = await start(dir);
    expect(await query(third, 'select count(*)::int as n from note')).toEqual([{ n: 0 }]);
  });

  it('started twice at the same moment is one', async () => {
    const dir = newFolder();
    const [one, two] = await Promise.all([start(dir), start(dir)]);
    expect(one.port).toBe(two.port);
    await query(one, 'select 1');
  });

  it('says so when its port is taken', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as net.AddressInfo;
    await expect(start(newFolder(), { port })).rejects.toThrow(`port ${port} is in use`);
    server.close();
  });

  it('dies with its parent, even when that is killed -9', async () => {
    const dir = newFolder();
    const script = `import { startCluster } from ${JSON.stringify(path.join(import.meta.dirname, '..', 'src', 'cluster.ts'))};
      await startCluster({ dir: ${JSON.stringify(dir)}, durable: false, dieWithParent: true });
      console.log('ready'); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => parent.stdout.once('data', resolve));
    const { pid } = findPostmaster(findDataDir(dir))!;
    parent.kill('SIGKILL');
    for (let attempt = 0; attempt < 200 && isProcessAlive(pid); attempt++) await sleep(20);
    expect(isProcessAlive(pid)).toBe(false);
  });

  it('runs under a private folder too', async () => {
    const state = path.join(newFolder(0o700), 'checkout', '.keyfall');
    const first = await start(state);
    await query(first, 'create table note (text text)');
    await first.stop();
    const second = await start(state);
    expect(await query(second, 'select count(*)::int as n from note')).toEqual([{ n: 0 }]);
    const dataDir = findDataDir(state);
    await removeCluster(state);
    expect(fs.existsSync(dataDir)).toBe(false);
  });

  it('keeps its data in the shared temporary folder where the system refuses user namespaces', async () => {
    if (!asRoot) return; // Only root has to become somebody else.
    const state = path.join(newFolder(0o700), 'checkout', '.keyfall');
    const refusing = newFolder();
    fs.writeFileSync(path.join(refusing, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    const searched = process.env.PATH;
    process.env.PATH = `${refusing}:${searched}`;
    try {
      const cluster = await start(state);
      expect(findDataDir(state).startsWith(sharedTemporaryFolder())).toBe(true);
      await cluster.stop();
      process.env.PATH = searched;
      // Recorded: the next start finds the same data, whatever the system allows then.
      expect(await query(await start(state), 'select 1 as one')).toEqual([{ one: 1 }]);
      await removeCluster(state);
      expect(fs.existsSync(findDataDir(state))).toBe(false);
    } finally {
      process.env.PATH = searched;
    }
  });
});

describe('the secrets of a state folder', () => {
  it('are made once, also by two processes, and completed when a role is new', () => {
    const dir = newFolder();
    const first = loadOrCreateSecrets(dir);
    expect(loadOrCreateSecrets(dir)).toEqual(first);
    expect(new Set([first.superuser, ...Object.values(first.roles)]).size).toBe(Object.keys(first.roles).length + 1);
    const { kf_vault: _, ...older } = first.roles;
    fs.writeFileSync(secretsPath(dir), JSON.stringify({ superuser: first.superuser, roles: older }));
    const completed = loadOrCreateSecrets(dir);
    expect({ ...completed.roles, kf_vault: first.roles.kf_vault }).toEqual(first.roles);
    expect(completed.roles.kf_vault).toMatch(/^[\w-]{32}$/);
    expect(fs.readdirSync(dir)).toEqual(['secrets.json']);
    fs.writeFileSync(secretsPath(dir), '{}');
    expect(() => loadOrCreateSecrets(dir)).toThrow('damaged');
  });
});
