import { useT } from '@keyfall/i18n';
import { Group, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { readCount, unitsLeft } from './refund-units.ts';
import type { RefundableLine, TypedUnits } from './refund-units.ts';

export interface RefundUnitsFieldsProps {
  readonly lines: readonly RefundableLine[];
  readonly typed: Readonly<Record<number, TypedUnits>>;
  readonly onChange: (typed: Readonly<Record<number, TypedUnits>>) => void;
}

const NOTHING: TypedUnits = { delivered: '', undelivered: '' };
const KINDS = ['delivered', 'undelivered'] as const;

/** How many units of each line are refunded, of those handed over and of those still open; lines with nothing left are not shown. */
export function RefundUnitsFields({ lines, typed, onChange }: RefundUnitsFieldsProps): ReactNode {
  const t = useT('common');
  return (
    <Stack gap="sm">
      {lines.map((line) => {
        const left = unitsLeft(line);
        const own = typed[line.line] ?? NOTHING;
        const name = `${line.productName} · ${line.skuName}`;
        if (left.delivered + left.undelivered <= 0) return null;
        return (
          <fieldset key={line.line} style={{ margin: 0, padding: 0, border: 0 }}>
            <legend>
              <strong>{name}</strong>
            </legend>
            <Group grow align="start" mt={4}>
              {KINDS.filter((kind) => left[kind] > 0).map((kind) => (
                <TextInput
                  key={kind}
                  label={t(`refundUnits.${kind}`)}
                  description={t('refundUnits.atMost', { count: left[kind] })}
                  inputMode="numeric"
                  autoComplete="off"
                  maxLength={6}
                  placeholder="0"
                  value={own[kind]}
                  error={readCount(own[kind], left[kind]) === undefined ? t('refundUnits.wrong') : undefined}
                  onChange={(event) =>
                    onChange({ ...typed, [line.line]: { ...own, [kind]: event.currentTarget.value } })
                  }
                />
              ))}
            </Group>
          </fieldset>
        );
      })}
    </Stack>
  );
}
