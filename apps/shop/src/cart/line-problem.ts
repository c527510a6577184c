import { useI18n, useT } from '@keyfall/i18n';
import { errorNotice } from '@keyfall/web';
import type { QuoteDto } from '../orders-api.ts';

export type QuoteLine = QuoteDto['lines'][number];

/** What is wrong with a line, in a sentence; undefined when it can be ordered. */
export function useLineProblem(): (line: QuoteLine | undefined) => string | undefined {
  const i18n = useI18n();
  const t = useT('shop');
  return (line) => {
    if (line === undefined) return undefined;
    if (line.problem !== null) {
      const { title, description } = errorNotice(i18n, {
        data: { code: line.problem.code, kind: 'conflict', params: line.problem.params },
      });
      const figures = i18n.lookUp(`errors:details.${line.problem.code}`, usable(line.problem.params));
      return [title, figures ?? (line.problem.code === 'sku_unavailable' ? undefined : description)]
        .filter((part) => part !== undefined)
        .join(' ');
    }
    return isShort(line) ? t('cart.shortStock', { count: line.available ?? 0 }) : undefined;
  };
}

/** Fewer in stock than wanted, and the goods do not wait for stock. */
export function isShort(line: QuoteLine): boolean {
  return line.available !== null && !line.waitsForStock && line.available < 99 && line.available < line.quantity;
}

function usable(params: Readonly<Record<string, unknown>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).filter(
      (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}
