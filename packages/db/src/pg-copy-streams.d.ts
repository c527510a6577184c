declare module 'pg-copy-streams' {
  import type { Writable } from 'node:stream';
  import type { Submittable } from 'pg';

  /** A writable whose bytes become the data of `copy … from stdin`; `rowCount` is set when it has finished. */
  export function from(
    text: string,
    options?: { highWaterMark?: number },
  ): Writable & Submittable & { readonly rowCount: number };
}
