import { createRouter } from '@keyfall/web/router';
import { useQueryClient } from '@tanstack/react-query';
import { useI18n } from '@keyfall/i18n';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { shop } from './boot.ts';
import { ShopFrame } from './frame/shop-frame.tsx';
import { PageFailed } from './parts/page-failed.tsx';
import { PageSkeleton } from './parts/page-skeleton.tsx';
import { ClosedPage } from './parts/closed-page.tsx';
import { NotHerePage } from './parts/not-here-page.tsx';
import { routes } from './routes.ts';

const { Router } = createRouter(routes);

/** What a closed shop still shows: what was bought there, the way to it, and who runs the shop. */
const OPEN_WHEN_CLOSED =
  /^\/(?:orders|find-order|login|register|verify-mail|password-reset|forgot-password|account|legal)(?:\/|$)/;

export function ShopApp(): ReactNode {
  useFreshNamesOnLocaleChange();
  return (
    <Router pending={<PageSkeleton />} notFound={<NotHerePage />} failed={(retry) => <PageFailed onRetry={retry} />}>
      {(page) => <ShopFrame>{(path) => (isShut(path) ? <ClosedPage /> : page)}</ShopFrame>}
    </Router>
  );
}

function isShut(path: string): boolean {
  return shop.status !== 'open' && !OPEN_WHEN_CLOSED.test(path);
}

/** Names of products come from the server in the reader's language, so another language asks for them again. */
function useFreshNamesOnLocaleChange(): void {
  const { locale } = useI18n();
  const queryClient = useQueryClient();
  const last = useRef(locale);
  useEffect(() => {
    if (last.current === locale) return;
    last.current = locale;
    void queryClient.invalidateQueries();
  }, [locale, queryClient]);
}
