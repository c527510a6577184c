import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';

/** A cookie, not storage: the server may read it and write the scheme into the page's first byte. Host-only, as all of ours. */
export const SCHEME_COOKIE = 'kf_scheme';
const YEAR_S = 31_536_000;

/** The remembered scheme in a cookie header or `document.cookie`. */
export function readSchemeCookie(cookies: string): MantineColorScheme | undefined {
  const value = new RegExp(`(?:^|;\\s*)${SCHEME_COOKIE}=(light|dark|auto)(?:;|$)`).exec(cookies)?.[1];
  return value as MantineColorScheme | undefined;
}

function write(value: MantineColorScheme, ageSeconds: number): void {
  document.cookie = `${SCHEME_COOKIE}=${value}; Path=/; Max-Age=${ageSeconds}; SameSite=Lax`;
}

/** Remembers light or dark in a cookie and tells the other tabs of this origin. */
export function cookieColorSchemeManager(): MantineColorSchemeManager {
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(SCHEME_COOKIE);
  return {
    get: (fallback) => readSchemeCookie(document.cookie) ?? fallback,
    set: (value) => {
      write(value, YEAR_S);
      channel?.postMessage(value);
    },
    subscribe: (onUpdate) => {
      if (channel === undefined) return;
      channel.onmessage = (event: MessageEvent<unknown>) => {
        if (event.data === 'light' || event.data === 'dark' || event.data === 'auto') onUpdate(event.data);
      };
    },
    unsubscribe: () => {
      if (channel !== undefined) channel.onmessage = null;
    },
    clear: () => write('auto', 0),
  };
}

/** Stamps the scheme on the root before the first render, so that nothing flashes. */
export function stampColorScheme(): void {
  const chosen = readSchemeCookie(document.cookie) ?? 'auto';
  const dark = chosen === 'dark' || (chosen === 'auto' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset['mantineColorScheme'] = dark ? 'dark' : 'light';
}
