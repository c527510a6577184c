import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../run/root.ts';

export interface RepoFile {
  /** From the checkout's folder, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Folders that hold results, other people's code, or inputs that are what they are. */
const NOT_OURS = new Set(['node_modules', 'dist', '.types', '.turbo', '.git', '.keyfall', 'test-output', 'samples']);

/** Every file of the checkout whose path ends with one of the given endings. */
export function findRepoFiles(...endings: readonly string[]): RepoFile[] {
  return listPaths('')
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => ({ path: file, text: fs.readFileSync(path.join(ROOT, file), 'utf8') }));
}

function listPaths(folder: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : listPaths(file);
    return entry.isFile() ? [file] : [];
  });
}

/** `path:line: text` of every line that matches, comments and all. */
export function findLines(files: readonly RepoFile[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    file.text
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file.path}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
      ),
  );
}

/** The file with comments blanked out, so that prose about a rule does not break it. Lines stay where they are. */
export function withoutComments(file: RepoFile): RepoFile {
  const blank = (comment: string): string => comment.replaceAll(/[^\n]/g, ' ');
  const lineComment = file.path.endsWith('.sql') ? /(^|\s)--[^\n]*/g : /(^|\s)\/\/[^\n]*/g;
  return { ...file, text: file.text.replaceAll(/\/\*[\s\S]*?\*\//g, blank).replaceAll(lineComment, blank) };
}

/** Code that ships, neither a test nor what only tests use. */
export function isProduction(file: RepoFile): boolean {
  return /^(packages|apps)\//.test(file.path) && !/\.test(-d)?\.tsx?$|\/testing|\/test\//.test(file.path);
}
