import { isKeepable, isShellFile } from './shell-rules.ts';

/**
 * The shop's service worker. It keeps the build's files and one page that says “offline”; pages, API, orders, codes and pictures
 * always come from the server and are never kept. Built as a script of its own with a name without a hash.
 */

interface WorkEvent extends Event {
  readonly waitUntil: (work: Promise<unknown>) => void;
}
interface FetchEvent extends WorkEvent {
  readonly request: Request;
  readonly respondWith: (answer: Promise<Response>) => void;
}
/** What of a service worker's scope is used here; the page's own types do not know it. */
interface WorkerScope {
  readonly location: Location;
  readonly clients: { readonly claim: () => Promise<void> };
  readonly skipWaiting: () => Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: WorkEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}

const worker = globalThis as unknown as WorkerScope;

/** Another name empties everything that was kept under the former one. */
const SHELL = 'shell-1';
const OFFLINE = '/offline';
/** A release has about a hundred files; what is older than the newest so many goes. */
const FILES_MAX = 250;

worker.addEventListener('install', (event) => {
  event.waitUntil(Promise.all([keepOfflinePage(), worker.skipWaiting()]));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([forgetFormer(), worker.clients.claim()]));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode === 'navigate') event.respondWith(pageOrOffline(request));
  else if (isShellFile(request, worker.location.origin)) event.respondWith(keptOrFetched(request));
});

/** Asked without cookies: the page is the same for everybody. */
async function keepOfflinePage(): Promise<void> {
  const answer = await fetch(OFFLINE, { cache: 'no-cache', credentials: 'omit' });
  if (isKeepable(answer)) await (await caches.open(SHELL)).put(OFFLINE, answer);
}

async function forgetFormer(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name)));
}

async function pageOrOffline(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const offline = await (await caches.open(SHELL)).match(OFFLINE);
    if (offline === undefined) throw error;
    return offline;
  }
}

async function keptOrFetched(request: Request): Promise<Response> {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(request);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (isKeepable(answer)) {
    await shell.put(request, answer.clone());
    await forgetOldest(shell);
  }
  return answer;
}

async function forgetOldest(shell: Cache): Promise<void> {
  const files = (await shell.keys()).filter((request) => isShellFile(request, worker.location.origin));
  await Promise.all(files.slice(0, Math.max(0, files.length - FILES_MAX)).map((request) => shell.delete(request)));
}
