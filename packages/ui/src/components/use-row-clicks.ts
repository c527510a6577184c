import { useEffect } from 'react';
import type { RefObject } from 'react';

/** What a click in a row may be meant for instead of opening it. */
const OWN_BUSINESS = 'a, button, input, label, select, textarea, summary';

/**
 * A click anywhere in a row opens it, as a click on its opener would; the opener alone is focusable and named. Selecting text in a
 * row, to copy a number out of it, opens nothing.
 */
export function useRowClicks(body: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = body.current;
    if (element === null) return undefined;
    const onClick = (event: MouseEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (target === null || target.closest(OWN_BUSINESS) !== null || window.getSelection()?.toString() !== '') return;
      const opener = target.closest('tr')?.querySelector<HTMLElement>('[data-row-opener]');
      if (opener instanceof HTMLAnchorElement && (event.metaKey || event.ctrlKey))
        window.open(opener.href, '_blank', 'noopener');
      else opener?.click();
    };
    element.addEventListener('click', onClick);
    return () => element.removeEventListener('click', onClick);
  }, [body]);
}
