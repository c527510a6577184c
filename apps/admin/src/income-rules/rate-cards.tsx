import type { RateCardDto } from '@keyfall/contracts/income-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { Can, useErrorNotice, useStepUp } from '@keyfall/web';
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import { refreshIncomeRules } from './refresh-income-rules.ts';

/** Rates that begin later, each of which can be taken back until then. */
export function RateCards({ cards }: { readonly cards: readonly RateCardDto[] }): ReactNode {
  const t = useT('admin');
  if (cards.length === 0) return null;
  return (
    <section className="panel-card" aria-label={t('incomeRules.coming')}>
      <h2>{t('incomeRules.coming')}</h2>
      {cards.map((card) => (
        <ComingCard key={card.id} card={card} />
      ))}
    </section>
  );
}

function ComingCard({ card }: { readonly card: RateCardDto }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const [asks, setAsks] = useState(false);
  const withdraw = useMutation({
    mutationFn: () => withStepUp(() => client.incomeRules.withdrawRates.mutate({ cardId: card.id })),
    onSuccess: async () => {
      setAsks(false);
      await refreshIncomeRules();
    },
  });
  const at = format.dateTime(card.validFrom);
  const general = card.rates.filter((rate) => rate.levelId === null).map((rate) => `${format.decimal(rate.percent)} %`);
  return (
    <Group justify="space-between">
      <span>
        {t('incomeRules.comingFrom', { at })} <span className="quiet">{general.join(' · ')}</span>
      </span>
      <Can permission="settings.write_money">
        <Button variant="subtle" color="red" size="compact-sm" onClick={() => setAsks(true)}>
          {t('incomeRules.withdraw')}
        </Button>
      </Can>
      <ConfirmAction
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('incomeRules.confirmWithdraw', { at })}
        confirmLabel={t('incomeRules.withdraw')}
        danger
        busy={withdraw.isPending}
        error={noticeOf(withdraw.error)}
        onConfirm={() => withdraw.mutate()}
      />
    </Group>
  );
}
