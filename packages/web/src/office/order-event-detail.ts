import type { OrderEventDto } from '@keyfall/contracts/order-schemas';
import { useI18n, useT } from '@keyfall/i18n';
import { useMoneyText } from '../page/money-text.ts';

/**
 * What an event of an order's timeline says beside its title, in the reader's words: money, units, the line when there are
 * several, why. `const detailOf = useOrderEventDetail(); detailOf(event, order.lines.length)`; nothing when it says nothing more.
 */
export function useOrderEventDetail(): (event: OrderEventDto, lineCount: number) => string | undefined {
  const t = useT('common');
  const { lookUp } = useI18n();
  const moneyText = useMoneyText();
  return ({ data }, lineCount) => {
    const { amount, units, line, cause, reason } = data;
    const why =
      cause === undefined
        ? undefined
        : (lookUp(`common:kinds.suspenseReason.${cause}`) ?? lookUp(`common:kinds.refundReason.${cause}`));
    const parts = [
      amount === undefined ? undefined : moneyText(amount),
      // Nothing new was handed over: a state changed, and that is the title.
      units === undefined || units === 0 ? undefined : t('orderEvent.units', { count: units }),
      line === undefined || lineCount < 2 ? undefined : t('orderEvent.line', { line }),
      why,
      reason,
    ].filter((part) => part !== undefined && part !== '');
    return parts.length === 0 ? undefined : parts.join(' · ');
  };
}
