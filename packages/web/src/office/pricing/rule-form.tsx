import { priceRuleInputSchema } from '@keyfall/contracts/price-schemas';
import type { PriceImpactDto, PriceRuleDto, PriceRuleInput, PriceTargetsDto } from '@keyfall/contracts/price-schemas';
import { useI18n, useT } from '@keyfall/i18n';
import { Form, useSchemaForm } from '@keyfall/ui';
import { Group, Select, TextInput } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../../errors/error-notice.ts';
import { serverFieldErrors, useFieldMessage } from '../../errors/field-messages.ts';
import { useToast } from '../toasts.tsx';
import { ImpactSummary } from './impact-summary.tsx';
import { priceKey, type PricingApi } from './pricing-api.ts';

const NOBODY = { childId: null, levelId: null, shopId: null };
const EVERYTHING = { categoryId: null, productId: null, skuId: null };
const SKUS_SHOWN = 20;

export interface RuleFormProps {
  readonly api: PricingApi;
  readonly targets: PriceTargetsDto;
  /** The rule to change; null makes one. */
  readonly rule: PriceRuleDto | null;
  readonly onDone: () => void;
}

/** A rule in two steps: its terms, and what they do to whom. */
export function RuleForm({ api, targets, rule, onDone }: RuleFormProps): ReactNode {
  const t = useT('pricing');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const message = useFieldMessage();
  const queries = useQueryClient();
  // What was looked at, and of which terms: other terms are looked at anew.
  const [looked, setLooked] = useState<{ readonly impact: PriceImpactDto; readonly terms: string }>();
  const { form, submit } = useSchemaForm({
    schema: priceRuleInputSchema,
    initialValues: {
      name: rule?.name ?? '',
      ...NOBODY,
      ...EVERYTHING,
      ...(rule === null ? {} : placeOf(rule)),
      percent: rule?.percent ?? '10',
      fixed: rule?.fixed ?? '0',
      step: rule?.step ?? '0.01',
    },
    message,
  });
  const save = useMutation({
    mutationFn: ({ input, dryRun }: { readonly input: PriceRuleInput; readonly dryRun: boolean }) =>
      api.saveRule({ rule: rule === null ? null : { id: rule.id, version: rule.version }, input, dryRun }),
    onSuccess: async (impact, { input, dryRun }) => {
      if (dryRun) {
        setLooked({ impact, terms: JSON.stringify(input) });
        return;
      }
      toast.success(t('common:messages.saved'));
      await queries.invalidateQueries({ queryKey: ['pricing'] });
      onDone();
    },
    onError: (error) => form.setErrors(serverFieldErrors(error, message)),
  });
  const present = priceRuleInputSchema.safeParse(form.getValues());
  const reviewed = looked !== undefined && looked.terms === JSON.stringify(present.data) ? looked.impact : undefined;
  return (
    <Form
      onSubmit={submit((input) => save.mutate({ input, dryRun: looked?.terms !== JSON.stringify(input) }))}
      errors={form.errors}
      fieldLabels={{ name: t('rule.name'), percent: t('rule.percent'), fixed: t('rule.fixed'), step: t('rule.step') }}
      serverError={noticeOf(save.error)}
      submitLabel={reviewed === undefined ? t('bar.review') : t('common:actions.save')}
      busy={save.isPending}
      onCancel={onDone}
    >
      <TextInput label={t('rule.name')} required maxLength={80} {...form.getInputProps('name')} />
      <TargetSelect
        targets={targets}
        initial={targetValue(rule)}
        onChange={(place) => form.setValues({ ...NOBODY, ...place })}
      />
      <ScopeSelect
        api={api}
        targets={targets}
        rule={rule}
        onChange={(place) => form.setValues({ ...EVERYTHING, ...place })}
      />
      <Group grow align="flex-start">
        <TextInput label={t('rule.percent')} inputMode="decimal" maxLength={12} {...form.getInputProps('percent')} />
        <TextInput label={t('rule.fixed')} inputMode="decimal" maxLength={20} {...form.getInputProps('fixed')} />
        <TextInput label={t('rule.step')} inputMode="decimal" maxLength={20} {...form.getInputProps('step')} />
      </Group>
      <p className="quiet small" style={{ margin: 0 }}>
        {t('rule.money')}
      </p>
      {reviewed === undefined ? null : <ImpactSummary impact={reviewed} />}
    </Form>
  );
}

type Place = Pick<PriceRuleDto, 'childId' | 'levelId' | 'shopId' | 'categoryId' | 'productId' | 'skuId'>;

const placeOf = ({ childId, levelId, shopId, categoryId, productId, skuId }: PriceRuleDto): Place => ({
  childId,
  levelId,
  shopId,
  categoryId,
  productId,
  skuId,
});

function targetValue(rule: PriceRuleDto | null): string {
  if (rule?.childId) return `childId:${rule.childId}`;
  if (rule?.levelId) return `levelId:${rule.levelId}`;
  return rule?.shopId ? `shopId:${rule.shopId}` : 'all';
}

function scopeValue(rule: PriceRuleDto | null): string {
  if (rule?.skuId) return `skuId:${rule.skuId}`;
  if (rule?.productId) return `productId:${rule.productId}`;
  return rule?.categoryId ? `categoryId:${rule.categoryId}` : 'all';
}

/** `levelId:…` as a field of the rule; `all` is none of them. */
function placeFrom(value: string | null): Partial<Place> {
  const [field, id] = (value ?? 'all').split(':');
  return field === undefined || id === undefined ? {} : { [field]: id };
}

function TargetSelect(props: {
  readonly targets: PriceTargetsDto;
  readonly initial: string;
  readonly onChange: (place: Partial<Place>) => void;
}): ReactNode {
  const { targets } = props;
  const t = useT('pricing');
  const [value, setValue] = useState(props.initial);
  const groupOf = (group: string, field: keyof Place, items: readonly { id: string; name: string }[]) =>
    items.length === 0
      ? []
      : [{ group, items: items.map((one) => ({ value: `${field}:${one.id}`, label: one.name })) }];
  return (
    <Select
      label={t('rule.target')}
      searchable
      allowDeselect={false}
      data={[
        { value: 'all', label: t('rule.everybody') },
        ...groupOf(t('rule.levels'), 'levelId', targets.levels),
        ...groupOf(t('rule.children'), 'childId', targets.children),
        ...groupOf(t('rule.shops'), 'shopId', targets.shops),
      ]}
      value={value}
      onChange={(next) => {
        setValue(next ?? 'all');
        props.onChange(placeFrom(next));
      }}
    />
  );
}

function ScopeSelect(props: {
  readonly api: PricingApi;
  readonly targets: PriceTargetsDto;
  readonly rule: PriceRuleDto | null;
  readonly onChange: (place: Partial<Place>) => void;
}): ReactNode {
  const { api, targets, rule } = props;
  const t = useT('pricing');
  const { locale } = useI18n();
  const first = scopeValue(rule);
  const [value, setValue] = useState(first);
  const [typed, setTyped] = useState('');
  const q = typed.trim();
  const found = useQuery({
    queryKey: priceKey(api, 'scope', q),
    queryFn: () => api.grid({ by: 'lists', limit: SKUS_SHOWN, ...(q === '' ? {} : { q }) }),
    placeholderData: keepPreviousData,
  });
  const isZh = locale === 'zh-CN';
  const rows = found.data?.items ?? [];
  const products = [...new Map(rows.map((row) => [row.productId, isZh ? row.productNameZh : row.productNameEn]))].map(
    ([id, label]) => ({ value: `productId:${id}`, label }),
  );
  const skus = rows.map((row) => ({
    value: `skuId:${row.skuId}`,
    label: `${row.code} · ${isZh ? row.productNameZh : row.productNameEn}`,
  }));
  // What the rule is for by now may lie beyond what the search shows.
  const kept = (items: readonly { readonly value: string }[], field: 'productId' | 'skuId') =>
    !first.startsWith(field) || items.some((item) => item.value === first)
      ? []
      : [{ value: first, label: (isZh ? rule?.scopeNameZh : rule?.scopeNameEn) ?? '' }];
  return (
    <Select
      label={t('rule.scope')}
      description={t('rule.skuSearch')}
      searchable
      allowDeselect={false}
      data={[
        { value: 'all', label: t('rule.everything') },
        {
          group: t('rule.categories'),
          items: targets.categories.map((one) => ({
            value: `categoryId:${one.id}`,
            label: isZh ? one.nameZh : one.nameEn,
          })),
        },
        { group: t('rule.oneProduct'), items: [...kept(products, 'productId'), ...products] },
        { group: t('rule.oneSku'), items: [...kept(skus, 'skuId'), ...skus] },
      ]}
      value={value}
      onSearchChange={setTyped}
      onChange={(next) => {
        setValue(next ?? 'all');
        props.onChange(placeFrom(next));
      }}
    />
  );
}
