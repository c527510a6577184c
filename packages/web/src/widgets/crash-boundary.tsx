import { useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import { Button } from '@mantine/core';
import { Component } from 'react';
import type { ErrorInfo, ReactNode } from 'react';

interface CrashBoundaryProps {
  readonly children: ReactNode;
  /** Told of every crash; the console hears of it anyway. */
  readonly onCrash?: (error: unknown, where: string) => void;
}

/** A net: a page that throws while rendering shows what to do instead of nothing. */
export class CrashBoundary extends Component<CrashBoundaryProps, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.props.onCrash?.(error, info.componentStack ?? '');
  }

  override render(): ReactNode {
    return this.state.crashed ? <CrashPage /> : this.props.children;
  }
}

/** What a crashed page says. */
export function CrashPage(): ReactNode {
  const t = useT('common');
  return (
    <main>
      <EmptyState
        title={t('messages.crashedTitle')}
        description={t('messages.crashedHelp')}
        action={<Button onClick={() => window.location.reload()}>{t('messages.reload')}</Button>}
      />
    </main>
  );
}

/** A path that leads nowhere. */
export function NotFoundPage({ homeHref = '/' }: { readonly homeHref?: string }): ReactNode {
  const t = useT('common');
  return (
    <EmptyState
      title={t('messages.notFoundTitle')}
      description={t('messages.notFoundHelp')}
      action={
        <Button component="a" href={homeHref}>
          {t('messages.goHome')}
        </Button>
      }
    />
  );
}

/** A page that one's role does not include. */
export function ForbiddenPage(): ReactNode {
  const t = useT('common');
  return <EmptyState title={t('messages.forbiddenTitle')} description={t('messages.forbiddenHelp')} />;
}
