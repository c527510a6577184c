import { ACCOUNT_FIELDS_MAX, parseAccountTemplate } from '@keyfall/contracts';
import type { AccountRule } from '@keyfall/contracts';
import { useI18n, useT } from '@keyfall/i18n';
import { FieldGroup } from '@keyfall/ui';
import { ActionIcon, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { readDrafts, writeDrafts } from './template-drafts.ts';
import type { FieldDraft } from './template-drafts.ts';
import { TemplatePreview } from './template-preview.tsx';

const RULES: readonly AccountRule[] = ['digits', 'text', 'list', 'mobile_cn', 'email'];

export interface TemplateEditorProps {
  readonly value: string;
  readonly onChange: (template: string) => void;
  readonly error?: ReactNode;
}

/** What a direct top-up asks the buyer for, field by field, with the form as the shop will show it beside it. */
export function TemplateEditor({ value, onChange, error }: TemplateEditorProps): ReactNode {
  const t = useT('admin');
  const { lookUp } = useI18n();
  const [drafts, setDrafts] = useState<readonly FieldDraft[]>(() => readDrafts(value));
  const change = (next: readonly FieldDraft[]): void => {
    setDrafts(next);
    onChange(writeDrafts(next));
  };
  const patch = (index: number, part: Partial<FieldDraft>): void =>
    change(drafts.map((draft, at) => (at === index ? { ...draft, ...part } : draft)));
  const parsed = parseAccountTemplate(value);
  const problem = parsed.ok
    ? undefined
    : (lookUp(`admin:catalog.template.problems.${parsed.problem.reason}`, { field: parsed.problem.field }) ?? '');
  return (
    <FieldGroup title={t('catalog.template.title')} help={t('catalog.template.help')}>
      <Stack gap="sm">
        {drafts.map((draft, index) => (
          <DraftRow
            key={draft.key}
            draft={draft}
            onChange={(part) => patch(index, part)}
            onRemove={() => change(drafts.filter((_, at) => at !== index))}
          />
        ))}
        <Group justify="space-between">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} />}
            disabled={drafts.length >= ACCOUNT_FIELDS_MAX}
            onClick={() => change([...drafts, newDraft(drafts)])}
          >
            {t('catalog.template.addField')}
          </Button>
          <code className="quiet small">{value}</code>
        </Group>
        {problem === undefined && error === undefined ? null : (
          <p role="alert" style={{ margin: 0, color: 'var(--kf-danger-text)' }}>
            {problem ?? error}
          </p>
        )}
        {parsed.ok && parsed.template.length > 0 ? <TemplatePreview template={parsed.template} /> : null}
      </Stack>
    </FieldGroup>
  );
}

function newDraft(others: readonly FieldDraft[]): FieldDraft {
  const taken = new Set(others.map((draft) => draft.name));
  const name = ['uid', 'account', 'zone', 'server'].find((each) => !taken.has(each)) ?? `field${others.length + 1}`;
  return { key: crypto.randomUUID(), name, rule: 'digits', lengthMin: '5', lengthMax: '16', options: '' };
}

interface DraftRowProps {
  readonly draft: FieldDraft;
  readonly onChange: (part: Partial<FieldDraft>) => void;
  readonly onRemove: () => void;
}

function DraftRow({ draft, onChange, onRemove }: DraftRowProps): ReactNode {
  const t = useT('admin');
  return (
    <Group gap="xs" align="end" wrap="wrap">
      <TextInput
        label={t('catalog.template.name')}
        className="mono"
        w={130}
        maxLength={32}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('catalog.template.rule')}
        w={150}
        value={draft.rule}
        data={RULES.map((rule) => ({ value: rule, label: t(`catalog.template.rules.${rule}`) }))}
        onChange={(event) => {
          const rule = RULES.find((each) => each === event.currentTarget.value);
          if (rule !== undefined) onChange({ rule });
        }}
      />
      {draft.rule === 'digits' || draft.rule === 'text' ? (
        <>
          <TextInput
            label={t('catalog.template.lengthMin')}
            w={84}
            inputMode="numeric"
            maxLength={3}
            value={draft.lengthMin}
            onChange={(event) => onChange({ lengthMin: event.currentTarget.value })}
          />
          <TextInput
            label={t('catalog.template.lengthMax')}
            w={84}
            inputMode="numeric"
            maxLength={3}
            value={draft.lengthMax}
            onChange={(event) => onChange({ lengthMax: event.currentTarget.value })}
          />
        </>
      ) : null}
      {draft.rule === 'list' ? (
        <TextInput
          label={t('catalog.template.options')}
          placeholder={t('catalog.template.optionsHint')}
          style={{ flex: '1 1 180px' }}
          value={draft.options}
          onChange={(event) => onChange({ options: event.currentTarget.value })}
        />
      ) : null}
      <ActionIcon size={36} aria-label={t('catalog.template.removeField', { name: draft.name })} onClick={onRemove}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
