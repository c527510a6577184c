/** Where a reader was on a page: scroll position by history entry, kept for the life of the tab. */
const KEY = 'kf.scroll';
const ENTRIES_MAX = 60;

interface EntryState {
  readonly kfKey?: string;
}

export function entryKey(): string {
  const state: unknown = window.history.state;
  return typeof state === 'object' && state !== null ? ((state as EntryState).kfKey ?? 'first') : 'first';
}

export function newEntryState(): EntryState {
  return { kfKey: crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? '0' };
}

function readAll(): [string, number][] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? (stored as [string, number][]) : [];
  } catch {
    return [];
  }
}

/** Remembers how far the present entry is scrolled; the oldest entries are forgotten. */
export function rememberScroll(): void {
  const key = entryKey();
  const others = readAll().filter(([each]) => each !== key);
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...others, [key, window.scrollY]].slice(-ENTRIES_MAX)));
  } catch {
    // Without storage, going back begins at the top.
  }
}

export function rememberedScroll(): number {
  return readAll().find(([key]) => key === entryKey())?.[1] ?? 0;
}

/**
 * After a new page has rendered: focus goes to its title (`data-page-title`) or its main part, so that a keyboard starts there and a
 * screen reader says where one is. A hash wins; a field that took the focus itself is left alone.
 */
export function arriveAt(hash: string): void {
  const anchor = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
  if (anchor !== null) {
    anchor.scrollIntoView();
    anchor.focus({ preventScroll: true });
    return;
  }
  const active = document.activeElement;
  if (active instanceof HTMLElement && active.matches('main input, main textarea, main select, [role="dialog"] *'))
    return;
  const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector);
  const target = find('[data-page-title]') ?? find('main h1') ?? find('main');
  if (target === null) return;
  if (!target.hasAttribute('tabindex')) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
