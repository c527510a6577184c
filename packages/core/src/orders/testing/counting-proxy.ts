import net from 'node:net';

/** How long the proxy keeps an answer: what is sent before it arrives travelled in the same round trip. */
const ANSWER_DELAY_MS = 12;

/**
 * A wire between the application and PostgreSQL that counts round trips: how often something is sent after an answer has
 * arrived. Answers are held back a little, so that statements sent in one breath count as one, as they do over a network.
 */
export class CountingProxy {
  roundTrips = 0;
  /** Pieces in which requests arrived: never fewer than round trips. */
  pieces = 0;
  readonly #server: net.Server;
  #port = 0;

  constructor(target: URL) {
    this.#server = net.createServer((client) => {
      const server = net.connect(Number(target.port), target.hostname);
      let isAnswered = true;
      client.on('data', (bytes) => {
        if (isAnswered) this.roundTrips += 1;
        isAnswered = false;
        this.pieces += 1;
        server.write(bytes);
      });
      server.on('data', (bytes) => {
        setTimeout(() => {
          isAnswered = true;
          client.write(bytes);
        }, ANSWER_DELAY_MS);
      });
      const end = (): void => {
        client.destroy();
        server.destroy();
      };
      for (const socket of [client, server]) socket.on('error', end).on('close', end);
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    this.#port = (this.#server.address() as net.AddressInfo).port;
  }

  /** The same database through this wire. */
  urlOf(url: string): string {
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String(this.#port);
    return through.href;
  }

  /** Round trips of a piece of work. */
  async count(work: () => Promise<unknown>): Promise<number> {
    const before = this.roundTrips;
    await work();
    return this.roundTrips - before;
  }

  close(): void {
    this.#server.close();
  }
}
