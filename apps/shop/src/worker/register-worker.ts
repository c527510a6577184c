const SCRIPT = '/service-worker.js';

/** Lets the browser keep the shop's files and install it. Once the page stands: nothing of the first visit waits for it. */
export function registerWorker(): void {
  // Plain http on a foreign host knows no service workers, and in development files change under their names.
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const register = (): void => {
    // Without one the shop works all the same: private windows and full disks refuse it.
    navigator.serviceWorker.register(SCRIPT, { scope: '/', updateViaCache: 'none' }).catch(() => undefined);
  };
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}
