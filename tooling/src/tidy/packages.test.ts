import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inRoot, ROOT } from '../run/root.ts';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface TsConfig {
  readonly references?: readonly { readonly path: string }[];
}

interface WorkspacePackage {
  readonly folder: string;
  readonly manifest: Manifest;
}

function readJson<T>(file: string): T {
  return JSON.parse(fs.readFileSync(inRoot(file), 'utf8')) as T;
}

const folders = [
  ...['packages', 'apps'].flatMap((group) => fs.readdirSync(inRoot(group)).map((name) => `${group}/${name}`)),
  'tooling',
].filter((folder) => fs.existsSync(inRoot(folder, 'package.json')));

const packages: WorkspacePackage[] = folders.map((folder) => ({
  folder,
  manifest: readJson<Manifest>(`${folder}/package.json`),
}));
const folderOf = new Map(packages.map(({ manifest, folder }) => [manifest.name, folder]));

function everyDependency(manifest: Manifest): [string, string][] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  return [dependencies, devDependencies, optionalDependencies, peerDependencies].flatMap((part) =>
    Object.entries(part ?? {}),
  );
}

/** Apps have a second program beside the browser's: their build configuration and their tests run in Node. */
function hasBuildConfig(folder: string): boolean {
  // The one of tooling is what the others extend.
  return folder !== 'tooling' && fs.existsSync(inRoot(folder, 'tsconfig.node.json'));
}

/** The folders that a package's tsconfig files refer to, from the checkout's folder. */
function referencesOf(folder: string): string[] {
  const files = ['tsconfig.json', ...(hasBuildConfig(folder) ? ['tsconfig.node.json'] : [])];
  const targets = files.flatMap((file) => readJson<TsConfig>(`${folder}/${file}`).references ?? []);
  return targets.map((target) => path.relative(ROOT, inRoot(folder, target.path)));
}

describe('workspace packages', () => {
  it('are found at all', () => {
    expect(packages.length).toBeGreaterThanOrEqual(15);
  });

  it.each(packages)('$folder refers to exactly the packages it depends on', ({ folder, manifest }) => {
    const wanted = everyDependency(manifest).flatMap(([name]) => folderOf.get(name) ?? []);
    expect([...new Set(referencesOf(folder))].sort()).toEqual([...new Set(wanted)].sort());
  });

  it.each(packages)('$folder takes versions from the catalog and neighbours from the workspace', ({ manifest }) => {
    const wrong = everyDependency(manifest).filter(
      ([name, range]) => range !== (folderOf.has(name) ? 'workspace:*' : 'catalog:'),
    );
    expect(wrong).toEqual([]);
  });

  it.each(packages)('$folder says in a README.md what it owns', ({ folder }) => {
    const file = inRoot(folder, 'README.md');
    expect(fs.existsSync(file) && fs.readFileSync(file, 'utf8').trim().length > 100).toBe(true);
  });

  it('are all checked by the root tsconfig', () => {
    const referred = (readJson<TsConfig>('tsconfig.json').references ?? []).map((target) =>
      path.normalize(target.path),
    );
    const wanted = folders.flatMap((folder) => {
      const second = hasBuildConfig(folder) ? [`${folder}/tsconfig.node.json`] : [];
      return [folder, ...second];
    });
    expect(referred.sort()).toEqual(wanted.sort());
  });

  it('are compiled by strict settings only', () => {
    for (const kind of ['node', 'browser', 'universal']) {
      const { compilerOptions } = readJson<{ compilerOptions: Record<string, unknown> }>(
        `tooling/tsconfig.${kind}.json`,
      );
      expect(compilerOptions).toMatchObject({
        strict: true,
        noUncheckedIndexedAccess: true,
        erasableSyntaxOnly: true,
        verbatimModuleSyntax: true,
        isolatedModules: true,
      });
    }
  });
});

describe('the catalog', () => {
  const workspace = fs.readFileSync(inRoot('pnpm-workspace.yaml'), 'utf8');
  const entries = [...(workspace.split(/^catalog:$/m)[1] ?? '').matchAll(/^ {2}'?([^':]+(?::[^':]+)?)'?: (\S+)$/gm)];

  it('pins every version exactly', () => {
    expect(entries.length).toBeGreaterThan(50);
    const loose = entries.filter(([, , version]) => !/^(npm:[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version ?? ''));
    expect(loose.map(([line]) => line.trim())).toEqual([]);
  });

  it('has the pnpm that the bootstrap fetches', () => {
    const bootstrap = fs.readFileSync(inRoot('tooling/bootstrap.mjs'), 'utf8');
    const version = /PNPM_VERSION = '([^']+)'/.exec(bootstrap)?.[1];
    expect(readJson<{ packageManager: string }>('package.json').packageManager).toBe(`pnpm@${version}`);
  });
});
