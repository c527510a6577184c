/** A transaction that may do its work at once, but commits only after the one before it. */
export type OrderedWork = (before: Promise<void>) => Promise<void>;

/**
 * Runs transactions side by side that must commit one after the other, so many at a time. Each gets the promise of the one
 * before it and awaits it when nothing but its last steps are left; when that one failed, it fails as well. So whatever
 * was committed is always a whole beginning of what was added.
 */
export class OrderedCommits {
  readonly #atOnce: number;
  readonly #running: Promise<void>[] = [];
  #last = Promise.resolve();

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Starts the next one, as soon as there is room for it. @throws what the oldest one threw */
  async add(work: OrderedWork): Promise<void> {
    if (this.#running.length >= this.#atOnce) await this.#running.shift();
    const mine = work(this.#last);
    // Its failure is thrown where it is awaited; until then it is not a rejection that nobody handles.
    mine.catch(() => {});
    this.#running.push(mine);
    this.#last = mine;
  }

  /** Waits until all have ended. @throws what the first one that failed threw */
  async end(): Promise<void> {
    const ended = await Promise.allSettled(this.#running.splice(0));
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  }
}
