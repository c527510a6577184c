import path from 'node:path';

/** The checkout's folder: everything the commands read and write lies in it. */
export const ROOT: string = path.resolve(import.meta.dirname, '../../..');

/** An absolute path inside the checkout. */
export function inRoot(...parts: string[]): string {
  return path.join(ROOT, ...parts);
}
