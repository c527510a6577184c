import net from 'node:net';
import { StartError } from './start-error.ts';

/** Throws {@link StartError} when something listens on the port already; asked before anything else is touched. */
export async function assertPortIsFree(host: string, port: number, use: string, firstPort: number): Promise<void> {
  const probe = net.createServer();
  const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    probe.once('error', resolve);
    probe.listen(port, host, () => resolve(undefined));
  });
  if (failure === undefined) {
    await new Promise((resolve) => probe.close(resolve));
    return;
  }
  if (failure.code === 'EADDRNOTAVAIL' || failure.code === 'ENOTFOUND') {
    throw new StartError(`HOST=${host} is no address of this machine: take 127.0.0.1, or 0.0.0.0 for all`);
  }
  throw new StartError(
    `port ${port} (${use}) is in use: stop what uses it, or start on other ports with PORT=${firstPort + 100} npm start`,
  );
}

/** Any port nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
