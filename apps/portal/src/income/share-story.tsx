import type { IncomeLineDto } from '@keyfall/contracts/order-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { KeyValueList, Money } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';
import type { ReactNode } from 'react';

export interface ShareStoryProps {
  readonly share: IncomeLineDto['share'];
  readonly quantity: number;
  /** The own child through which it was earned; null for a sale of one's own. */
  readonly viaChild: string | null;
  readonly heading?: string | undefined;
}

const isSome = ({ amount }: { readonly amount: string }): boolean => /[1-9]/.test(amount);

/** Why this amount: what I received per unit less what I paid, times the units, and what has become of it since. */
export function ShareStory({ share, quantity, viaChild, heading }: ShareStoryProps): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const price = (text: string): string => format.decimal(text, 2);
  const change = (label: string, amount: IncomeLineDto['share']['amount']): KeyValue[] =>
    isSome(amount) ? [{ label, value: <Money {...amount} />, align: 'end' }] : [];
  return (
    <>
      {heading === undefined ? null : <h4 style={{ margin: '8px 0 4px' }}>{heading}</h4>}
      <p style={{ margin: '0 0 8px' }}>
        {viaChild === null
          ? t('income.whyOwn', { price: price(share.unitPrice), cost: price(share.unitCost), quantity })
          : t('income.whyChild', {
              child: viaChild,
              price: price(share.unitPrice),
              cost: price(share.unitCost),
              quantity,
            })}
      </p>
      <KeyValueList
        items={[
          { label: t('income.share'), value: <Money {...share.amount} />, align: 'end' },
          { label: t('income.earned'), value: <Money {...share.earned} />, align: 'end' },
          ...change(t('income.feeBorne'), share.feeBorne),
          ...change(t('income.clawed'), share.clawed),
          ...change(t('income.released'), share.released),
        ]}
      />
      {share.releaseAt === null || isSome(share.released) ? null : (
        <p style={{ margin: '8px 0 0', color: 'var(--kf-text-quiet)' }}>
          {t('income.releaseAt', { at: format.dateTime(share.releaseAt) })}
        </p>
      )}
    </>
  );
}
