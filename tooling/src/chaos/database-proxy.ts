import { once } from 'node:events';
import net from 'node:net';

/** Stands between programs and database, so that their connections can break as networks do. */
export interface DatabaseProxy {
  /** Breaks the connection behind which the database sees this client port. Answers whether there was one. */
  cut(clientPort: number): boolean;
  stop(): Promise<void>;
}

/**
 * Passes connections of a port of this machine on to another. A connection that is cut ends for both sides at once and
 * without a word: the database finishes what it was told before it notices, and nobody hears how it ended.
 */
export async function startDatabaseProxy(port: number, databasePort: number): Promise<DatabaseProxy> {
  const pairs = new Map<net.Socket, net.Socket>();
  const server = net.createServer({ noDelay: true }, (program) => {
    const database = net.connect({ port: databasePort, host: '127.0.0.1', noDelay: true });
    pairs.set(database, program);
    const end = (): void => {
      pairs.delete(database);
      program.destroy();
      database.destroy();
    };
    for (const socket of [program, database]) socket.on('error', end).on('close', end);
    program.pipe(database);
    database.pipe(program);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    cut(clientPort) {
      for (const [database, program] of pairs) {
        if (database.localPort !== clientPort) continue;
        program.resetAndDestroy();
        database.destroy();
        return true;
      }
      return false;
    },
    async stop() {
      for (const [database, program] of pairs) {
        program.destroy();
        database.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}
