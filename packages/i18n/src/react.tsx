import { createContext, use, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { Namespace } from './catalogs/index.ts';
import { createFormatters } from './format.ts';
import type { Formatters } from './format.ts';
import type { I18n, Translate } from './i18n.ts';

interface I18nContext {
  readonly i18n: I18n;
  readonly timeZone: string | undefined;
}

const Context = createContext<I18nContext | undefined>(undefined);

export interface I18nProviderProps {
  readonly i18n: I18n;
  /** The zone in which times are shown; the reader's own by default. */
  readonly timeZone?: string | undefined;
  readonly children: ReactNode;
}

export function I18nProvider({ i18n, timeZone, children }: I18nProviderProps): ReactNode {
  const value = useMemo(() => ({ i18n, timeZone }), [i18n, timeZone]);
  return <Context value={value}>{children}</Context>;
}

function useContextOrThrow(): I18nContext {
  const context = use(Context);
  if (context === undefined) throw new Error('A translation was asked for outside <I18nProvider>.');
  return context;
}

/** The language in force and how to change it. Renders again when it changes. */
export function useI18n(): I18n {
  const { i18n } = useContextOrThrow();
  useSyncExternalStore(i18n.subscribe, () => i18n.locale);
  return i18n;
}

/**
 * `const t = useT('admin'); t('orders.title'); t('common:actions.save')`. Keys and parameters are checked by the compiler.
 */
export function useT<N extends Namespace>(namespace: N): Translate<N> {
  return useI18n().translator(namespace);
}

/** Numbers, dates, durations in the language in force and the provider's zone. */
export function useFormat(): Formatters {
  const { timeZone } = useContextOrThrow();
  const { locale } = useI18n();
  return useMemo(() => createFormatters(locale, timeZone), [locale, timeZone]);
}
