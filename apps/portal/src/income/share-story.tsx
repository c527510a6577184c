import type { IncomeLineDto } from '@keyfall/contracts/order-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { KeyValueList, Money } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';
import { fullAmount, useMoneyText } from '@keyfall/web';
import type { ReactNode } from 'react';

export interface ShareStoryProps {
  readonly share: IncomeLineDto['share'];
  readonly quantity: number;
  /** The own child through which it was earned; null for a sale of one's own. */
  readonly viaChild: string | null;
  readonly heading?: string | undefined;
}

const isSome = ({ amount }: { readonly amount: string }): boolean => /[1-9]/.test(amount);

/** Why this amount, in either model, and what has become of it since. */
export function ShareStory({ share, quantity, viaChild, heading }: ShareStoryProps): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const moneyText = useMoneyText();
  const reason = useReason();
  const change = (label: string, amount: IncomeLineDto['share']['amount']): KeyValue[] =>
    isSome(amount) ? [{ label, value: <Money {...amount} />, align: 'end' }] : [];
  const { withheld } = share;
  return (
    <>
      {heading === undefined ? null : <h4 style={{ margin: '8px 0 4px' }}>{heading}</h4>}
      <p style={{ margin: '0 0 8px' }}>{reason({ share, quantity, viaChild })}</p>
      {withheld === null ? null : (
        <p style={{ margin: '0 0 8px', color: 'var(--kf-warning-text)' }}>
          {t('income.withheld', { amount: moneyText(withheld.amount) })} {t(`income.signs.${withheld.sign}`)}
        </p>
      )}
      <KeyValueList
        items={[
          { label: t('income.share'), value: <Money {...share.amount} />, align: 'end' },
          { label: t('income.earned'), value: <Money {...share.earned} />, align: 'end' },
          ...change(t('income.feeBorne'), share.feeBorne),
          ...change(t('income.clawed'), share.clawed),
          ...change(t('income.released'), share.released),
        ]}
      />
      {share.releaseAt === null || isSome(share.released) || !isSome(share.earned) ? null : (
        <p style={{ margin: '8px 0 0', color: 'var(--kf-text-quiet)' }}>
          {t('income.releaseAt', { at: format.dateTime(share.releaseAt) })}
        </p>
      )}
    </>
  );
}

/** One sentence on how the share came about: a difference of two prices, or a percentage of what the buyer paid. */
function useReason(): (given: Pick<ShareStoryProps, 'share' | 'quantity' | 'viaChild'>) => string {
  const t = useT('portal');
  const format = useFormat();
  const moneyText = useMoneyText();
  return ({ share, quantity, viaChild }) => {
    const { commission, unitCost, referralCode } = share;
    if (commission !== null) {
      const rule = { percent: format.decimal(commission.percent, 0), base: moneyText(commission.base) };
      if (viaChild !== null) return t('income.whyBelow', { ...rule, child: viaChild, count: commission.distance });
      return referralCode === null
        ? t('income.whySold', rule)
        : t('income.whyReferred', { ...rule, code: referralCode });
    }
    const { currency } = share.amount;
    const priceText = (price: string): string => moneyText({ amount: fullAmount(price, currency), currency });
    const prices = { price: priceText(share.unitPrice), cost: priceText(unitCost ?? '0'), quantity };
    return viaChild === null ? t('income.whyOwn', prices) : t('income.whyChild', { ...prices, child: viaChild });
  };
}
