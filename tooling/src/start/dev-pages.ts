import { createServer, type ViteDevServer } from 'vite';
import { APPS, type AppName } from '../run/build-apps.ts';
import { inRoot } from '../run/root.ts';
import { findFreePort } from './ports.ts';

export interface DevPages {
  readonly ports: Readonly<Record<AppName, number>>;
  stop(): Promise<void>;
}

/**
 * One vite server an app, on ports nobody needs to know: the Keyfall server passes page requests on by host, and the
 * browser talks to vite itself only for hot reload.
 */
export async function startDevPages(): Promise<DevPages> {
  const servers: ViteDevServer[] = [];
  const ports: Partial<Record<AppName, number>> = {};
  for (const app of APPS) {
    const port = await findFreePort();
    const server = await createServer({
      configFile: inRoot('apps', app, 'vite.config.ts'),
      root: inRoot('apps', app),
      logLevel: 'warn',
      server: { port, strictPort: true, ws: { clientPort: port } },
    });
    await server.listen();
    servers.push(server);
    ports[app] = port;
  }
  return {
    ports: ports as Record<AppName, number>,
    stop: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
