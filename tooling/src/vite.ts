import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';
import { precompress } from './vite-precompress.ts';

/** Paths that belong to the server: in development vite passes them on, with the Host header that names the audience. */
const SERVER_PATHS = ['/trpc', '/auth', '/events', '/img', '/uploads', '/downloads', '/hooks'];

/** The configuration that all three apps share; an app's own file passes its folder and nothing else. */
export function appConfig(appFolder: string): UserConfig {
  const server = `http://127.0.0.1:${process.env.PORT ?? '4000'}`;
  return defineConfig({
    root: appFolder,
    appType: 'spa',
    clearScreen: false,
    plugins: [react(), precompress()],
    server: {
      host: '127.0.0.1',
      allowedHosts: ['.localhost'],
      proxy: Object.fromEntries(SERVER_PATHS.map((path) => [path, { target: server, changeOrigin: false }])),
    },
    build: {
      target: 'es2023',
      // Everything is a file with a hash in its name: small files turned into data: URLs would need a laxer policy.
      assetsInlineLimit: 0,
      sourcemap: false,
      rolldownOptions: {
        output: {
          // What changes rarely apart from what changes with each release: a returning visitor fetches only the latter.
          codeSplitting: {
            groups: [
              { name: 'react', test: /[\\/]node_modules[\\/](?:\.pnpm[\\/])?(?:react|react-dom|scheduler)[@\\/]/ },
            ],
          },
        },
      },
    },
  });
}
