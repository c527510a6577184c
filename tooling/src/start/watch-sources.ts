import fs from 'node:fs';
import { inRoot } from '../run/root.ts';

const SERVER_SOURCES = ['money', 'contracts', 'db', 'core', 'auth', 'integrations', 'api'].map((name) =>
  inRoot('packages', name, 'src'),
);
const QUIET_MS = 150;

/** Calls `changed` once a moment after the last change of the server's sources. The returned function ends it. */
export function watchServerSources(changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers = [...SERVER_SOURCES, inRoot('apps/server/src')].map((folder) =>
    fs.watch(folder, { recursive: true }, (_event, file) => {
      if (file === null || !file.endsWith('.ts') || file.endsWith('.test.ts')) return;
      clearTimeout(timer);
      timer = setTimeout(changed, QUIET_MS);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
