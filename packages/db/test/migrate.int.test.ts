import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { LOGIN_ROLES, migrate, readInstallationMode, urlAs, type MigrateOptions } from '../src/migrate.ts';
import { prefixRolesInSql } from '../src/role-names.ts';
import '../src/testing-context.ts';

const { superuserUrl, passwords, outlivesRun } = inject('keyfallCluster');
const folders: string[] = [];
const databases: string[] = [];
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client({ connectionString: superuserUrl });
  await admin.connect();
});
afterAll(async () => {
  for (const name of outlivesRun ? databases : []) await admin.query(`drop database ${name} with (force)`);
  await admin.end();
  for (const folder of folders) fs.rmSync(folder, { recursive: true });
});

const urlOf = (
  database: string,
  user = 'postgres',
  password = decodeURIComponent(new URL(superuserUrl).password),
): string => urlAs(superuserUrl, user, password, database);

async function newDatabase(): Promise<string> {
  const name = `migrate_${randomBytes(5).toString('hex')}`;
  await admin.query(`create database ${name}`);
  databases.push(name);
  return name;
}

function sqlFolder(files: Record<string, string>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keyfall-sql-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  return folder;
}

async function rows<Row>(database: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

const small = (
  database: string,
  migrations: Record<string, string>,
  functions: Record<string, string> = {},
  more: Partial<MigrateOptions> = {},
): MigrateOptions => ({
  adminUrl: urlOf(database),
  passwords,
  mode: 'test',
  migrationsDir: sqlFolder(migrations),
  functionsDir: sqlFolder(functions),
  ...more,
});

describe('migrations', () => {
  it('run once, in order, as the owner role, and only forwards', async () => {
    const database = await newDatabase();
    const first = { '0001_one.sql': 'create schema shop; create table shop.item (id int);' };
    expect((await migrate(small(database, first))).migrations).toEqual(['0001_one']);
    const both = {
      ...first,
      '0002_two.sql': "alter table shop.item add name text; insert into shop.item values (1, 'x');",
    };
    expect((await migrate(small(database, both))).migrations).toEqual(['0002_two']);
    expect((await migrate(small(database, both))).migrations).toEqual([]);
    expect(await rows(database, `select tableowner from pg_tables where schemaname = 'shop'`)).toEqual([
      { tableowner: 'kf_owner' },
    ]);
    await expect(migrate(small(database, first))).rejects.toThrow('0002_two, which this version does not know');
    await expect(migrate(small(database, { ...both, '0001_one.sql': 'create schema other;' }))).rejects.toThrow(
      '0001_one was changed after it ran',
    );
  });

  it('leave nothing behind when one fails, and say which', async () => {
    const database = await newDatabase();
    const files = {
      '0001_one.sql': 'create schema shop;',
      '0002_two.sql': 'create table shop.item (id no_such_type);',
    };
    await expect(migrate(small(database, files))).rejects.toThrow(
      /migration 0002_two failed: type "no_such_type" does not exist/,
    );
    expect(await rows(database, `select 1 from pg_namespace where nspname = 'shop'`)).toEqual([]);
    expect((await migrate(small(database, { '0001_one.sql': 'create schema shop;' }))).migrations).toEqual([
      '0001_one',
    ]);
  });

  it('wait briefly for a lock instead of blocking everybody behind them', async () => {
    const database = await newDatabase();
    const first = { '0001_one.sql': 'create schema shop; create table shop.item (id int);' };
    await migrate(small(database, first));
    const holder = new pg.Client({ connectionString: urlOf(database) });
    await holder.connect();
    await holder.query('begin; select * from shop.item');
    await expect(
      migrate(small(database, { ...first, '0002_two.sql': 'alter table shop.item add name text;' })),
    ).rejects.toThrow('lock timeout');
    await holder.end();
  }, 20_000);

  it('refuse names that would not sort, and two with one number', async () => {
    const database = await newDatabase();
    await expect(migrate(small(database, { 'first.sql': '' }))).rejects.toThrow('0001_some_words.sql');
    await expect(migrate(small(database, { '0001_a.sql': '', '0001_b.sql': '' }))).rejects.toThrow('number 0001');
  });

  it('of two processes at once run once', async () => {
    const database = await newDatabase();
    const files = { '0001_one.sql': 'create schema shop; select pg_sleep(0.3);' };
    const results = await Promise.all([
      migrate(small(database, files)),
      migrate(small(database, files)),
      migrate(small(database, files)),
    ]);
    expect(results.flatMap((result) => result.migrations)).toEqual(['0001_one']);
  });
});

describe('functions', () => {
  const schema = { '0001_one.sql': 'create schema shop; grant usage on schema shop to kf_service, kf_fn;' };
  const hello = (text: string, header = '-- owner: kf_fn\n-- execute: kf_service\n'): Record<string, string> => ({
    'shop.hello.sql': `${header}create or replace function shop.hello() returns text language sql security definer set search_path = pg_catalog, pg_temp as $$ select '${text}' || shop.later() $$;`,
    'shop.later.sql':
      "-- execute: kf_fn\ncreate or replace function shop.later() returns text language sql as $$ select '!'::text $$;",
  });
  const SIGNATURES = `select p.oid::regprocedure::text as name, pg_get_userbyid(p.proowner) as owner,
    coalesce((select string_agg(case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end, ',' order by a.grantee)
       from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee <> p.proowner), '') as may
    from pg_proc p where pronamespace = 'shop'::regnamespace order by 1`;

  it('get the owner and exactly the rights their header names, and are re-created when their text changes', async () => {
    const database = await newDatabase();
    expect((await migrate(small(database, schema, hello('a')))).functions).toEqual(['shop.hello', 'shop.later']);
    expect((await migrate(small(database, schema, hello('a')))).functions).toEqual([]);
    expect((await migrate(small(database, schema, hello('b')))).functions).toEqual(['shop.hello']);
    expect(await rows(database, SIGNATURES)).toEqual([
      { name: 'shop.hello()', owner: 'kf_fn', may: 'kf_service' },
      { name: 'shop.later()', owner: 'kf_owner', may: 'kf_fn' },
    ]);
    expect(await rows(database, 'select shop.hello()')).toEqual([{ hello: 'b!' }]);
    // A right taken out of the header is taken back; without an execute line a function of kf_fn is nobody's.
    await migrate(small(database, schema, hello('b', '-- owner: kf_fn\n')));
    expect((await rows<{ may: string }>(database, SIGNATURES))[0]).toEqual({
      name: 'shop.hello()',
      owner: 'kf_fn',
      may: '',
    });
    expect(await rows(database, `select has_schema_privilege('kf_fn', 'shop', 'create') as may`)).toEqual([
      { may: false },
    ]);
  });

  it('are all or nothing, and their bodies are checked', async () => {
    const database = await newDatabase();
    const broken = {
      ...hello('a'),
      'shop.zzz.sql':
        'create or replace function shop.zzz() returns int language sql as $$ select no_such_function() $$;',
    };
    await expect(migrate(small(database, schema, broken))).rejects.toThrow(
      'functions/shop.zzz.sql failed: function no_such_function() does not exist',
    );
    expect(await rows(database, SIGNATURES)).toEqual([]);
  });

  it('of a pair are chosen by the installation', async () => {
    const pair = {
      'shop.clock.demo.sql': `create or replace function shop.clock() returns text language sql as $$ select 'demo'::text $$;`,
      'shop.clock.production.sql': `create or replace function shop.clock() returns text language sql as $$ select 'production'::text $$;`,
    };
    for (const [mode, clock] of [
      ['production', 'production'],
      ['demo', 'demo'],
      ['test', 'demo'],
    ] as const) {
      const database = await newDatabase();
      await migrate(small(database, schema, pair, { mode }));
      expect(await rows(database, 'select shop.clock()')).toEqual([{ clock }]);
    }
  });

  it('cannot belong to, or be given to, a role that does not exist', async () => {
    const database = await newDatabase();
    await expect(migrate(small(database, schema, { 'a.sql': '-- owner: postgres\n' }))).rejects.toThrow(
      'not to postgres',
    );
    await expect(migrate(small(database, schema, { 'a.sql': '-- execute: public\n' }))).rejects.toThrow(
      'unknown role public',
    );
  });
});

describe('the installation', () => {
  it('keeps its mode for ever', async () => {
    const database = await newDatabase();
    const options: MigrateOptions = { adminUrl: urlOf(database), passwords, mode: 'production' };
    expect(await readInstallationMode(options.adminUrl)).toBeUndefined();
    await migrate(options);
    expect(await readInstallationMode(options.adminUrl)).toBe('production');
    await expect(migrate({ ...options, mode: 'demo' })).rejects.toThrow(
      'is a production installation and cannot become a demo one',
    );
    // Production's clock does not know the shift.
    await rows(database, `update ops.clock set shift = '8 days'`);
    expect(await rows(database, 'select app.now() = now() as same')).toEqual([{ same: true }]);
  });
});

describe('roles', () => {
  it('log in with their passwords, never without one, and hold no power of their own', async () => {
    const database = await newDatabase();
    await migrate(small(database, { '0001_one.sql': 'create schema shop; create table shop.item (id int);' }));
    for (const role of LOGIN_ROLES) {
      const client = new pg.Client({ connectionString: urlOf(database, role, passwords[role]) });
      await client.connect();
      const refused = await client.query('select * from shop.item').catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: '42501' });
      await client.end();
      const wrong = new pg.Client({ connectionString: urlOf(database, role, 'wrong') });
      await expect(wrong.connect()).rejects.toMatchObject({ code: '28P01' });
    }
    expect(
      await rows(
        database,
        `select rolname from pg_roles where rolname like 'kf\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
      ),
    ).toEqual([]);
    const temporary = await rows<{ role: string }>(
      database,
      `select rolname as role from pg_roles where rolname like 'kf\\_%' and rolcanlogin and has_database_privilege(rolname, current_database(), 'temporary')`,
    );
    expect(temporary).toEqual([{ role: 'kf_service' }]);
  });

  it('take a prefix everywhere a role is named', async () => {
    const database = await newDatabase();
    const files = {
      '0001_one.sql':
        'create schema shop; grant usage on schema shop to kf_service; create table shop.kf_service_note (id int);',
    };
    const functions = {
      'shop.f.sql':
        '-- owner: kf_fn\n-- execute: kf_admin\ncreate or replace function shop.f() returns int language sql as $$ select 1 $$;',
    };
    await migrate(small(database, files, functions, { rolePrefix: 'second_' }));
    expect(
      await rows(
        database,
        `select has_schema_privilege('second_kf_service', 'shop', 'usage') as mine, has_schema_privilege('kf_service', 'shop', 'usage') as theirs,
      has_function_privilege('second_kf_admin', 'shop.f()', 'execute') as call, to_regclass('shop.kf_service_note') is not null as kept,
      has_database_privilege('kf_service', current_database(), 'connect') as enter`,
      ),
    ).toEqual([{ mine: true, theirs: false, call: true, kept: true, enter: false }]);
    expect(prefixRolesInSql(`'{kf_admin,kf_fn}' kf_service_select kf_vault`, 'x_')).toBe(
      `'{x_kf_admin,x_kf_fn}' kf_service_select x_kf_vault`,
    );
    await expect(migrate(small(database, files, functions, { rolePrefix: 'a; drop' }))).rejects.toThrow(
      'KEYFALL_ROLE_PREFIX',
    );
  });

  it('made elsewhere with other passwords are not taken over silently', async () => {
    const database = await newDatabase();
    const foreign = { ...passwords, kf_migrator: 'another-password-from-another-checkout' };
    await expect(migrate(small(database, {}, {}, { passwords: foreign }))).rejects.toThrow(
      'kf_migrator exists with another password',
    );
    await migrate(small(database, {}, {}, { rolePrefix: 'third_' }));
    const renewed = Object.fromEntries(LOGIN_ROLES.map((role) => [role, `renewed-${role}`])) as typeof passwords;
    await migrate(small(database, {}, {}, { rolePrefix: 'third_', passwords: renewed, resetPasswords: true }));
    const client = new pg.Client({ connectionString: urlOf(database, 'third_kf_shop', 'renewed-kf_shop') });
    await client.connect();
    await client.end();
  });

  it('that exist with dangerous rights are refused', async () => {
    const database = await newDatabase();
    await admin.query('create role fourth_kf_service login bypassrls');
    await expect(migrate(small(database, {}, {}, { rolePrefix: 'fourth_' }))).rejects.toThrow(
      'fourth_kf_service exists with rights that pass row-level security',
    );
    expect(await rows(database, `select 1 from pg_roles where rolname = 'fourth_kf_admin'`)).toEqual([]);
  });
});

describe("a server of one's own", () => {
  it('needs no superuser, and says in one line what a user lacks', async () => {
    const database = await newDatabase();
    const user = `operator_${randomBytes(4).toString('hex')}`;
    await admin.query(`create role ${user} login password 'operator-password'`);
    const options: MigrateOptions = {
      adminUrl: urlOf(database, user, 'operator-password'),
      passwords,
      mode: 'production',
      rolePrefix: `${user}_`,
    };
    await expect(migrate(options)).rejects.toThrow(
      /lacks the attribute CREATEROLE .* and CREATE with grant option on database/,
    );
    await admin.query(`alter role ${user} createrole`);
    await expect(migrate(options)).rejects.toThrow(/lacks CREATE with grant option/);
    await admin.query(`grant create on database ${database} to ${user} with grant option`);
    expect((await migrate(options)).migrations.length).toBeGreaterThan(0);
    expect((await migrate(options)).migrations).toEqual([]);

    const owned = await newDatabase();
    await admin.query(`alter database ${owned} owner to ${user}`);
    await migrate({ ...options, adminUrl: urlOf(owned, user, 'operator-password') });
    expect(
      await rows(
        owned,
        `select has_database_privilege('kf_service', current_database(), 'connect') as stranger, has_database_privilege('${user}_kf_service', current_database(), 'temporary') as staging`,
      ),
    ).toEqual([{ stranger: false, staging: true }]);
  });

  it('must speak UTF-8', async () => {
    const name = `migrate_${randomBytes(5).toString('hex')}`;
    await admin.query(
      `create database ${name} encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0`,
    );
    databases.push(name);
    await expect(migrate(small(name, {}))).rejects.toThrow('encoding SQL_ASCII');
  });
});
