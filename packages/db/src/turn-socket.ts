/** The socket under a database connection: what one turn of the process writes leaves in one piece. */
import { Socket } from 'node:net';

/**
 * Statements of a pipelined transaction are submitted one by one, each a write of its own, which costs a system call here and
 * a wake-up of the server there. This socket keeps what is written until the turn's promises have run, so that statements
 * that travel together also leave together. Nothing waits for time: the next turn finds everything sent.
 */
export class TurnSocket extends Socket {
  #isHeld = false;

  // Connecting puts Node's own `write` back on the socket, so ours is set after it.
  override connect(...words: unknown[]): this {
    Reflect.apply(super.connect, this, words);
    const write = this.write;
    this.write = (...given: unknown[]): boolean => {
      this.#hold();
      return Reflect.apply(write, this, given) as boolean;
    };
    return this;
  }

  #hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.cork();
    process.nextTick(() => {
      this.#isHeld = false;
      this.uncork();
    });
  }
}
