import type { PriceRuleDto } from '@keyfall/contracts/price-schemas';
import { useI18n, useT } from '@keyfall/i18n';
import { EmptyState, SidePanel } from '@keyfall/ui';
import { Button, Group } from '@mantine/core';
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Loaded } from '../../widgets/loaded.tsx';
import { priceKey, type PricingApi } from './pricing-api.ts';
import classes from './pricing.module.css';
import { RemovePrices } from './remove-prices.tsx';
import { RuleForm } from './rule-form.tsx';

/** Rules: what they are for, what they make of the own cost, and in which order they answer. */
export function RulesView({ api }: { readonly api: PricingApi }): ReactNode {
  const t = useT('pricing');
  const rules = useQuery({ queryKey: priceKey(api, 'rules'), queryFn: () => api.rules() });
  const targets = useQuery({ queryKey: priceKey(api, 'targets'), queryFn: () => api.targets() });
  const [open, setOpen] = useState<PriceRuleDto | 'new'>();
  const [removed, setRemoved] = useState<PriceRuleDto>();
  const make = api.canWrite ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
      {t('rule.make')}
    </Button>
  ) : null;
  return (
    <Loaded query={rules}>
      {({ items }) => (
        <>
          <Group justify="space-between" mb="sm">
            <p className={classes['quiet']}>{t('rule.help')}</p>
            {items.length === 0 ? null : make}
          </Group>
          {items.length === 0 ? (
            <EmptyState title={t('rule.none')} description={t('rule.noneHelp')} action={make} />
          ) : (
            <ul className={classes['cards']} aria-label={t('views.rules')}>
              {items.map((rule) => (
                <RuleCard key={rule.id} api={api} rule={rule} onEdit={setOpen} onRemove={setRemoved} />
              ))}
            </ul>
          )}
          <SidePanel
            opened={open !== undefined}
            onClose={() => setOpen(undefined)}
            title={open === 'new' ? t('rule.make') : t('rule.edit')}
          >
            {open === undefined ? null : (
              <Loaded query={targets}>
                {(all) => (
                  <RuleForm
                    key={open === 'new' ? 'new' : open.id}
                    api={api}
                    targets={all}
                    rule={open === 'new' ? null : open}
                    onDone={() => setOpen(undefined)}
                  />
                )}
              </Loaded>
            )}
          </SidePanel>
          {removed === undefined ? null : (
            <RemovePrices
              title={t('rule.remove')}
              help={t('rule.removeHelp')}
              queryKey={priceKey(api, 'rule', removed.id, removed.version)}
              remove={(dryRun) => api.removeRule({ id: removed.id, version: removed.version, dryRun })}
              onDone={() => setRemoved(undefined)}
              onClose={() => setRemoved(undefined)}
            />
          )}
        </>
      )}
    </Loaded>
  );
}

function RuleCard(props: {
  readonly api: PricingApi;
  readonly rule: PriceRuleDto;
  readonly onEdit: (rule: PriceRuleDto) => void;
  readonly onRemove: (rule: PriceRuleDto) => void;
}): ReactNode {
  const { rule } = props;
  const t = useT('pricing');
  const { locale } = useI18n();
  const scope = locale === 'zh-CN' ? rule.scopeNameZh : rule.scopeNameEn;
  return (
    <li className={classes['card']}>
      <div className={classes['cardHead']}>
        <h2>{rule.name}</h2>
      </div>
      <p>{t('rule.formula', { percent: rule.percent, fixed: rule.fixed, step: rule.step })}</p>
      <p className={classes['quiet']}>
        {rule.targetName ?? t('rule.everybody')} · {scope ?? t('rule.everything')}
      </p>
      {props.api.canWrite ? (
        <Group gap={4}>
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPencil size={14} />}
            aria-label={`${t('common:actions.edit')}: ${rule.name}`}
            onClick={() => props.onEdit(rule)}
          >
            {t('common:actions.edit')}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} />}
            aria-label={`${t('common:actions.remove')}: ${rule.name}`}
            onClick={() => props.onRemove(rule)}
          >
            {t('common:actions.remove')}
          </Button>
        </Group>
      ) : null}
    </li>
  );
}
