declare module 'pg-copy-streams' {
  import type { Readable, Writable } from 'node:stream';
  import type { Submittable } from 'pg';

  /** A writable whose bytes become the data of `copy … from stdin`; `rowCount` is set when it has finished. */
  export function from(
    text: string,
    options?: { highWaterMark?: number },
  ): Writable & Submittable & { readonly rowCount: number };

  /** A readable with the data of `copy … to stdout`; `rowCount` is set when it has ended. */
  export function to(text: string): Readable & Submittable & { readonly rowCount: number };
}
