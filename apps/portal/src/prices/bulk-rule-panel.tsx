import { useT } from '@keyfall/i18n';
import { ErrorState, SidePanel } from '@keyfall/ui';
import { Loaded, useErrorNotice } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { BulkPreview } from './bulk-preview.tsx';
import { planBulk } from './plan-bulk.ts';
import type { PriceChange, PriceRow } from './price-edits.ts';
import type { BulkRule } from './retail.rules.ts';

export interface BulkRulePanelProps {
  readonly opened: boolean;
  readonly shopId: string;
  readonly shopName: string;
  /** What the list is filtered by: the rule can be held to it. */
  readonly q: string | undefined;
  readonly needsPrice: boolean;
  readonly onClose: () => void;
}

type Scope = 'all' | 'needsPrice' | 'search';

const ROWS_MAX = 5_000;
const PAGE = 200;
const CHANGES_PER_CALL = 500;

/** Many prices by one rule: cost plus percent plus amount, with every price shown before anything is saved. */
export function BulkRulePanel(props: BulkRulePanelProps): ReactNode {
  const t = useT('portal');
  return (
    <SidePanel opened={props.opened} onClose={props.onClose} title={t('prices.bulk.title', { shop: props.shopName })}>
      <BulkRuleForm key={props.shopId} {...props} />
    </SidePanel>
  );
}

function BulkRuleForm({ shopId, q, needsPrice, onClose }: BulkRulePanelProps): ReactNode {
  const t = useT('portal');
  const [rule, setRule] = useState<BulkRule>({ percent: '20', fixed: '0', endsInNine: false });
  const [scope, setScope] = useState<Scope>(needsPrice ? 'needsPrice' : q === undefined ? 'all' : 'search');
  const [keepOwn, setKeepOwn] = useState(false);
  const rows = useQuery({
    queryKey: [...trpc.prices.pathKey(), 'all', shopId, scope, q],
    queryFn: () => fetchAllRows(shopId, scope, q),
  });
  const patch = (change: Partial<BulkRule>): void => setRule((before) => ({ ...before, ...change }));
  return (
    <Stack gap="md">
      <p>{t('prices.bulk.help')}</p>
      <NativeSelect
        label={t('prices.bulk.scope')}
        value={scope}
        onChange={(event) => setScope(event.currentTarget.value as Scope)}
        data={[
          { value: 'all', label: t('prices.bulk.scopes.all') },
          { value: 'needsPrice', label: t('prices.bulk.scopes.needsPrice') },
          ...(q === undefined ? [] : [{ value: 'search', label: t('prices.bulk.scopes.search', { q }) }]),
        ]}
      />
      <Group grow align="flex-start">
        <TextInput
          label={t('prices.bulk.percent')}
          inputMode="decimal"
          autoComplete="off"
          maxLength={12}
          value={rule.percent}
          onChange={(event) => patch({ percent: event.currentTarget.value })}
        />
        <TextInput
          label={t('prices.bulk.fixed')}
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          value={rule.fixed}
          onChange={(event) => patch({ fixed: event.currentTarget.value })}
        />
      </Group>
      <Checkbox
        label={t('prices.bulk.endsInNine')}
        checked={rule.endsInNine}
        onChange={(event) => patch({ endsInNine: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('prices.bulk.keepOwn')}
        checked={keepOwn}
        onChange={(event) => setKeepOwn(event.currentTarget.checked)}
      />
      <Loaded query={rows}>
        {(all) => <PlannedChanges shopId={shopId} rows={all} rule={rule} keepOwn={keepOwn} onDone={onClose} />}
      </Loaded>
    </Stack>
  );
}

function PlannedChanges(props: {
  readonly shopId: string;
  readonly rows: readonly PriceRow[];
  readonly rule: BulkRule;
  readonly keepOwn: boolean;
  readonly onDone: () => void;
}): ReactNode {
  const { shopId, rows, rule, keepOwn, onDone } = props;
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const plan = useMemo(() => planBulk(rows, rule, { keepOwn }), [rows, rule, keepOwn]);
  const save = useMutation({
    mutationFn: async (changes: readonly PriceChange[]) => {
      for (let start = 0; start < changes.length; start += CHANGES_PER_CALL) {
        await client.prices.set.mutate({ shopId, changes: changes.slice(start, start + CHANGES_PER_CALL) });
      }
    },
    onSuccess: async (_done, changes) => {
      toast.success(t('prices.saved', { count: changes.length }));
      await queryClient.invalidateQueries({ queryKey: trpc.prices.pathKey() });
      onDone();
    },
  });
  const notice = noticeOf(save.error);
  if (plan === undefined) return <p role="alert">{t('prices.bulk.notARule')}</p>;
  return (
    <>
      <BulkPreview plan={plan} />
      {notice === undefined ? null : <ErrorState compact error={notice} />}
      <Group justify="flex-end">
        <Button
          disabled={plan.changes.length === 0}
          loading={save.isPending}
          onClick={() =>
            save.mutate(
              plan.changes.map(({ row, price }) => ({ skuId: row.skuId, unitPrice: price, hidden: row.hidden })),
            )
          }
        >
          {t('prices.save', { count: plan.changes.length })}
        </Button>
      </Group>
    </>
  );
}

/** Every row the rule is about; the server hands out pages. */
async function fetchAllRows(shopId: string, scope: Scope, q: string | undefined): Promise<readonly PriceRow[]> {
  const rows: PriceRow[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: PriceRow[]; nextCursor: string | null } = await client.prices.list.query({
      shopId,
      limit: PAGE,
      cursor,
      ...(scope === 'needsPrice' ? { needsPrice: true } : {}),
      ...(scope === 'search' && q !== undefined ? { q } : {}),
    });
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && rows.length < ROWS_MAX);
  return rows;
}
