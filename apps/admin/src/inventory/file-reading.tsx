import { useI18n, useT } from '@keyfall/i18n';
import { StateBadge } from '@keyfall/ui';
import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { FileOverride } from './import-page.tsx';
import type { Preview } from './import-preview.tsx';

type Profile = Preview['profile'];
type Role = Profile['columns'][number]['role'];

const ENCODINGS: readonly Profile['encoding'][] = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'];
const ROLES: readonly Role[] = ['number', 'secret', 'link', 'password', 'expiry', 'face_value', 'ignored'];
const SEPARATORS = [',', '\t', ';', '|', '----', ' '] as const;
/** Stands for “no separator” in a select, whose values are texts. */
const WHOLE_LINE = 'whole-line';

export interface FileReadingProps {
  readonly profile: Profile;
  readonly busy: boolean;
  readonly onCorrect: (part: FileOverride) => void;
  readonly onReset: () => void;
  readonly isCorrected: boolean;
}

/** How the file is read, as it was recognised; everything here can be corrected, and the preview follows. */
export function FileReading({ profile, busy, onCorrect, onReset, isCorrected }: FileReadingProps): ReactNode {
  const t = useT('admin');
  const isText = profile.container !== 'xlsx';
  const isTable = profile.container === 'text' || profile.container === 'csv';
  return (
    <section className="panel-card" aria-label={t('inventory.reads.title')} aria-busy={busy}>
      <Group justify="space-between" mb="sm">
        <h2 style={{ margin: 0 }}>{t('inventory.reads.title')}</h2>
        <Group gap="xs">
          <StateBadge tone={isCorrected ? 'info' : 'success'}>
            {t(isCorrected ? 'inventory.reads.corrected' : 'inventory.reads.recognised')}
          </StateBadge>
          {isCorrected ? (
            <Button size="compact-xs" variant="subtle" color="gray" onClick={onReset}>
              {t('inventory.reads.recogniseAgain')}
            </Button>
          ) : null}
        </Group>
      </Group>
      <Stack gap="md">
        <Group gap="md" align="end">
          <TextInput
            label={t('inventory.reads.container')}
            readOnly
            w={150}
            value={t(`inventory.reads.containers.${profile.container}`)}
          />
          {isText ? (
            <NativeSelect
              label={t('inventory.reads.encoding')}
              w={150}
              disabled={busy}
              value={profile.encoding}
              data={ENCODINGS.map((each) => ({ value: each, label: each.toUpperCase() }))}
              onChange={(event) => {
                const encoding = ENCODINGS.find((each) => each === event.currentTarget.value);
                if (encoding !== undefined) onCorrect({ encoding });
              }}
            />
          ) : null}
          {isTable ? <SeparatorSelect profile={profile} busy={busy} onCorrect={onCorrect} /> : null}
          {profile.container === 'xlsx' && profile.sheets.length > 1 ? (
            <NativeSelect
              label={t('inventory.reads.sheet')}
              w={180}
              disabled={busy}
              value={profile.sheet ?? ''}
              data={[...profile.sheets]}
              onChange={(event) => onCorrect({ sheet: event.currentTarget.value })}
            />
          ) : null}
          {profile.container === 'json' || profile.container === 'jsonl' ? null : (
            <HeaderLine key={profile.headerLine} profile={profile} busy={busy} onCorrect={onCorrect} />
          )}
          {profile.columns.some((column) => column.role === 'expiry') ? (
            <NativeSelect
              label={t('inventory.reads.dayMonth')}
              w={200}
              disabled={busy}
              value={profile.dayMonthOrder ?? ''}
              data={[
                { value: '', label: t('inventory.reads.dayMonthOrders.none') },
                { value: 'dmy', label: t('inventory.reads.dayMonthOrders.dmy') },
                { value: 'mdy', label: t('inventory.reads.dayMonthOrders.mdy') },
              ]}
              onChange={(event) => {
                const { value } = event.currentTarget;
                onCorrect({ dayMonthOrder: value === 'dmy' || value === 'mdy' ? value : null });
              }}
            />
          ) : null}
        </Group>
        <ColumnRoles profile={profile} busy={busy} onCorrect={onCorrect} />
      </Stack>
    </section>
  );
}

type PartProps = Pick<FileReadingProps, 'profile' | 'busy' | 'onCorrect'>;

function SeparatorSelect({ profile, busy, onCorrect }: PartProps): ReactNode {
  const t = useT('admin');
  const { lookUp } = useI18n();
  const present = profile.separator;
  const known: readonly string[] = SEPARATORS;
  const all = present === null || known.includes(present) ? known : [present, ...known];
  const names: Readonly<Record<string, string>> = {
    ',': 'comma',
    '\t': 'tab',
    ';': 'semicolon',
    '|': 'pipe',
    ' ': 'blank',
  };
  return (
    <NativeSelect
      label={t('inventory.reads.separator')}
      w={170}
      disabled={busy}
      value={present ?? WHOLE_LINE}
      data={[
        ...all.map((each) => ({
          value: each,
          label: lookUp(`admin:inventory.reads.separators.${names[each] ?? ''}`) ?? each,
        })),
        { value: WHOLE_LINE, label: t('inventory.reads.separators.none') },
      ]}
      onChange={(event) => {
        const { value } = event.currentTarget;
        onCorrect({ separator: value === WHOLE_LINE ? null : value });
      }}
    />
  );
}

function HeaderLine({ profile, busy, onCorrect }: PartProps): ReactNode {
  const t = useT('admin');
  const [line, setLine] = useState(String(profile.headerLine));
  const apply = (): void => {
    if (/^\d{1,6}$/.test(line) && Number(line) !== profile.headerLine) onCorrect({ headerLine: Number(line) });
  };
  return (
    <TextInput
      label={t('inventory.reads.headerLine')}
      description={t('inventory.reads.headerHelp')}
      w={150}
      inputMode="numeric"
      maxLength={6}
      disabled={busy}
      value={line}
      onChange={(event) => setLine(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply();
      }}
    />
  );
}

function ColumnRoles({ profile, busy, onCorrect }: PartProps): ReactNode {
  const t = useT('admin');
  const roles = profile.columns.map((column) => column.role);
  return (
    <Group gap="md" align="end">
      {profile.columns.map((column, index) => (
        <NativeSelect
          key={`${index}:${column.name ?? ''}`}
          label={t('inventory.reads.columnLabel', {
            number: index + 1,
            name: column.name ?? t('inventory.reads.noName'),
          })}
          w={180}
          disabled={busy}
          value={column.role}
          data={ROLES.map((role) => ({ value: role, label: t(`inventory.reads.roles.${role}`) }))}
          onChange={(event) => {
            const role = ROLES.find((each) => each === event.currentTarget.value);
            if (role !== undefined) onCorrect({ columns: roles.map((each, at) => (at === index ? role : each)) });
          }}
        />
      ))}
    </Group>
  );
}
