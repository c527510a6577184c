import { useEffect } from 'react';

/** The document's title while the calling page is shown: `Order 7F3K · Star Cards`. */
export function useTitle(...parts: readonly (string | undefined)[]): void {
  const title = parts.filter((part) => part !== undefined && part !== '').join(' · ');
  useEffect(() => {
    if (title !== '') document.title = title;
  }, [title]);
}
