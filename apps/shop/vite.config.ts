import path from 'node:path';
import { appConfig } from '@keyfall/tooling/vite';
import { mergeConfig } from 'vite';

const WORKER = 'service-worker';

/** The app, and its service worker as a second script: at the root and without a hash, for its address must stay. */
export default mergeConfig(appConfig(import.meta.dirname), {
  build: {
    rolldownOptions: {
      input: {
        index: path.join(import.meta.dirname, 'index.html'),
        [WORKER]: path.join(import.meta.dirname, 'src/worker/service-worker.ts'),
      },
      output: {
        entryFileNames: ({ name }: { readonly name: string }) =>
          name === WORKER ? `${WORKER}.js` : 'assets/[name]-[hash].js',
      },
    },
  },
});
