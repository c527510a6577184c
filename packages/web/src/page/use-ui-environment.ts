import { useFormat, useI18n, useT } from '@keyfall/i18n';
import type { Translate } from '@keyfall/i18n';
import type { UiEnvironment, UiLabels } from '@keyfall/ui';
import { useMemo } from 'react';
import { moneyParts } from './money-text.ts';

type T = Translate<'ui'>;

/** Labels without parameters, by the same name in the catalog. */
const PLAIN = [
  'skipToContent',
  'openNavigation',
  'closeNavigation',
  'navigation',
  'search',
  'commandPalette',
  'commandPlaceholder',
  'commandEmpty',
  'commandHint',
  'language',
  'colorScheme',
  'schemeLight',
  'schemeDark',
  'schemeAuto',
  'close',
  'cancel',
  'confirm',
  'back',
  'next',
  'finish',
  'retry',
  'copy',
  'copied',
  'copyFailed',
  'reveal',
  'hide',
  'loading',
  'none',
  'requestId',
  'columns',
  'resetColumns',
  'selectAll',
  'clearSelection',
  'previousPage',
  'nextPage',
  'rowsPerPage',
  'clearFilters',
  'from',
  'to',
  'required',
  'reason',
  'reasonHelp',
  'totp',
  'totpHelp',
  'password',
  'showPassword',
  'hidePassword',
  'dropHere',
  'chooseFile',
  'removeFile',
] as const;
type PlainName = (typeof PLAIN)[number];

function parameterLabels(t: T): Omit<UiLabels, PlainName> {
  const strengths = [t('strength0'), t('strength1'), t('strength2'), t('strength3'), t('strength4')] as const;
  return {
    sortAscending: (column) => t('sortAscending', { column }),
    sortDescending: (column) => t('sortDescending', { column }),
    sortClear: (column) => t('sortClear', { column }),
    selectRow: (row) => t('selectRow', { row }),
    selected: (count) => t('selected', { count }),
    rowsShown: (from, to, total) =>
      total === undefined ? t('rowsShown', { from, to }) : t('rowsShownOf', { from, to, total }),
    allOf: (label) => t('allOf', { label }),
    errorSummary: (count) => t('errorSummary', { count }),
    strength: (level) => strengths[level],
    fileTooLarge: (limit) => t('fileTooLarge', { limit }),
    fileWrongKind: (kinds) => t('fileWrongKind', { kinds }),
    step: (current, total) => t('step', { current, total }),
    jobOf: (done, total) => t('jobOf', { done, total }),
    jobRemaining: (duration) => t('jobRemaining', { duration }),
    expand: (node) => t('expand', { node }),
    collapse: (node) => t('collapse', { node }),
    timelineMore: (count) => t('timelineMore', { count }),
  };
}

/** The components' texts in the reader's language. */
export function uiLabels(t: T): UiLabels {
  const plain = Object.fromEntries(PLAIN.map((name) => [name, t(name)])) as Record<PlainName, string>;
  return { ...plain, ...parameterLabels(t) };
}

/** What `packages/ui` needs to know of the reader: texts from the `ui` catalog, formats of the language. */
export function useUiEnvironment(): UiEnvironment {
  const { locale } = useI18n();
  const t = useT('ui');
  const format = useFormat();
  return useMemo(
    () => ({
      locale,
      labels: uiLabels(t),
      formatMoney: (amount, currency) => moneyParts(amount, currency, locale),
      formatNumber: format.number,
      formatDateTime: format.dateTime,
      formatRelative: (at) => format.relative(at),
      formatDurationSeconds: format.durationSeconds,
      formatBytes: format.bytes,
    }),
    [locale, t, format],
  );
}
