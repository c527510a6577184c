import { I18nProvider } from '@keyfall/i18n';
import { UiProvider, cssVariablesResolver, loadChineseFont } from '@keyfall/ui';
import { MantineProvider } from '@mantine/core';
import type { MantineThemeOverride } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { cookieColorSchemeManager } from './color-scheme.ts';
import { CrashBoundary } from '../widgets/crash-boundary.tsx';
import type { PreparedPage } from './prepare-page.ts';
import { useUiEnvironment } from './use-ui-environment.ts';

export interface WebProviderProps {
  /** From `preparePage`. */
  readonly page: PreparedPage;
  readonly queryClient: QueryClient;
  /** `officeTheme` or `shopTheme` of `@keyfall/ui`. */
  readonly theme: MantineThemeOverride;
  readonly children: ReactNode;
}

function WithUi({ children }: { readonly children: ReactNode }): ReactNode {
  const environment = useUiEnvironment();
  return (
    <UiProvider environment={environment}>
      <CrashBoundary>{children}</CrashBoundary>
    </UiProvider>
  );
}

/**
 * Joins what every page needs: theme, languages, queries, a net under crashes. Theme variables come from the style sheets
 * (`office.css`, `shop.css`), so Mantine writes no style elements of its own.
 */
export function WebProvider({ page, queryClient, theme, children }: WebProviderProps): ReactNode {
  const [schemes] = useState(cookieColorSchemeManager);
  useEffect(() => {
    // Product names are Chinese in either language; the first paint does with the system's face.
    void loadChineseFont();
  }, []);
  return (
    <MantineProvider
      theme={theme}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariablesResolver}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <I18nProvider i18n={page.i18n}>
        <QueryClientProvider client={queryClient}>
          <WithUi>{children}</WithUi>
        </QueryClientProvider>
      </I18nProvider>
    </MantineProvider>
  );
}
