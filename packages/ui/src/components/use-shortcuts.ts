import { useEffect, useRef } from 'react';

/** Key combinations → acts: `mod` is ⌘ on Apple devices and Ctrl elsewhere. A bare key is ignored while one types. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}

/** The combination an event stands for, as written in `Shortcuts`. */
export function combinationOf(
  event: Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>,
): string {
  const parts: string[] = [];
  if (event.metaKey || event.ctrlKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  // Shift is part of the key where it makes another character (“?” is shift+/ on many layouts).
  if (event.shiftKey && event.key.length > 1) parts.push('shift');
  parts.push(event.key.toLowerCase());
  return parts.join('+');
}

/** Listens on the whole page while mounted. The newest functions are always the ones called. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const combination = combinationOf(event);
      const act = latest.current[combination];
      if (act === undefined || (!combination.startsWith('mod+') && isTyping(event.target))) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
