import { useT } from '@keyfall/i18n';
import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

export function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}

/** Says that one is offline, and nothing else. For `AppShell`'s banner or the top of a shop. */
export function NetworkBanner(): ReactNode {
  const t = useT('common');
  const online = useOnline();
  return online ? null : <output>{t('messages.offline')}</output>;
}
