import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import type { UiLabels } from './ui-labels.ts';

/** A formatted amount, cut where the eye weighs its parts differently (the shape `@keyfall/money/format` makes). */
export interface MoneyParts {
  /** The minus sign, or nothing. */
  readonly sign: string;
  /** The currency's symbol or code as the reader knows it. */
  readonly currency: string;
  /** Grouped integer digits. */
  readonly whole: string;
  /** Separator and minor units, or nothing (JPY). */
  readonly fraction: string;
  readonly currencyFirst: boolean;
}

/** What the components need to know of the reader's language: texts and formats. They know no catalog and no locale rules. */
export interface UiEnvironment {
  readonly locale: string;
  readonly labels: UiLabels;
  /** Amount as an exact decimal text. */
  readonly formatMoney: (amount: string, currency: string) => MoneyParts;
  readonly formatNumber: (value: number) => string;
  /** ISO 8601 instant → date and time in the reader's zone. */
  readonly formatDateTime: (iso: string) => string;
  /** ISO 8601 instant → “3 minutes ago”. */
  readonly formatRelative: (iso: string) => string;
  readonly formatDurationSeconds: (seconds: number) => string;
  readonly formatBytes: (bytes: number) => string;
}

const Environment = createContext<UiEnvironment | undefined>(undefined);

/** Hands the components their texts and formats. `packages/web` mounts it; a test or the gallery mounts its own. */
export function UiProvider(props: { readonly environment: UiEnvironment; readonly children: ReactNode }): ReactNode {
  return <Environment value={props.environment}>{props.children}</Environment>;
}

/** The texts and formats in force. Throws outside a `UiProvider`: a component without its texts would be mute. */
export function useUi(): UiEnvironment {
  const environment = use(Environment);
  if (environment === undefined) throw new Error('A @keyfall/ui component was rendered outside <UiProvider>.');
  return environment;
}
