import { useT } from '@keyfall/i18n';
import { MoneyField } from '@keyfall/ui';
import { readAmount, useCan, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';

interface TypedRule {
  readonly key: string;
  readonly from: string;
  readonly percent: string;
}

type RuleInput = Inputs['wallets']['setBonusRules']['rules'][number];

const PERCENT = /^(100|\d{1,2})(\.\d{1,8})?$/;

/** The rules as typed, or undefined while one of them is none or stands twice. */
function readRules(typed: readonly TypedRule[], currency: string): readonly RuleInput[] | undefined {
  const rules = typed.flatMap(({ from, percent }): RuleInput[] => {
    const amountFrom = readAmount(from, currency);
    const text = percent.normalize('NFKC').trim();
    return amountFrom !== undefined && PERCENT.test(text) && /[1-9]/.test(text) ? [{ amountFrom, percent: text }] : [];
  });
  const isWhole =
    rules.length === typed.length && new Set(rules.map((rule) => rule.amountFrom.amount)).size === rules.length;
  return isWhole ? rules : undefined;
}

/** From which amount a top-up earns how many percent on top. */
export function BonusRules({ rules }: { readonly rules: Outputs['wallets']['rules'] }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const toast = useToast();
  const withStepUp = useStepUp();
  const mayWrite = can('settings.write_money');
  const [typed, setTyped] = useState<readonly TypedRule[]>(() =>
    rules.bonusRules.map(({ amountFrom, percent }) => ({ key: amountFrom.amount, from: amountFrom.amount, percent })),
  );
  const read = readRules(typed, rules.currency);
  const save = useMutation({
    mutationFn: (next: readonly RuleInput[]) =>
      withStepUp(() => client.wallets.setBonusRules.mutate({ rules: [...next] })),
    onSuccess: async () => {
      toast.success(t('wallets.saved'));
      await queryClient.invalidateQueries({ queryKey: trpc.wallets.rules.queryKey() });
    },
    onError: toast.error,
  });
  const change = (key: string, patch: Partial<TypedRule>): void =>
    setTyped((present) => present.map((rule) => (rule.key === key ? { ...rule, ...patch } : rule)));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (read !== undefined) save.mutate(read);
  };
  return (
    <form onSubmit={submit} noValidate style={{ maxWidth: 560 }}>
      <h2 style={{ margin: 0 }}>{t('wallets.rules')}</h2>
      <p className="quiet small">{t('wallets.rulesHelp')}</p>
      <Stack gap="sm">
        {typed.map((rule) => (
          <Group key={rule.key} align="flex-end" gap="sm" wrap="nowrap">
            <MoneyField
              label={t('wallets.from')}
              value={rule.from}
              onChange={(from) => change(rule.key, { from })}
              currency={rules.currency}
              disabled={!mayWrite}
            />
            <TextInput
              label={t('wallets.percent')}
              value={rule.percent}
              inputMode="decimal"
              maxLength={12}
              disabled={!mayWrite}
              onChange={(event) => change(rule.key, { percent: event.currentTarget.value })}
            />
            {mayWrite ? (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('wallets.removeRule', { amount: rule.from })}
                onClick={() => setTyped((present) => present.filter((one) => one.key !== rule.key))}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            ) : null}
          </Group>
        ))}
        {read === undefined ? <output className="small">{t('wallets.badRule')}</output> : null}
        {mayWrite ? (
          <Group>
            <Button
              variant="default"
              onClick={() => setTyped((present) => [...present, { key: crypto.randomUUID(), from: '', percent: '' }])}
            >
              {t('wallets.addRule')}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={read === undefined}>
              {t('wallets.saveRules')}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </form>
  );
}
