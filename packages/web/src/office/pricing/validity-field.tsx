import { useFormat, useT } from '@keyfall/i18n';
import { StateBadge } from '@keyfall/ui';
import { ActionIcon, Button, Group, Popover, Stack, TextInput } from '@mantine/core';
import { IconCalendarTime } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { toInstant, toLocalMoment } from './local-moment.ts';
import type { Validity } from './price-edits.ts';
import classes from './pricing.module.css';

export interface ValidityFieldProps {
  readonly validity: Validity;
  /** What the price is of, for those who only hear the button. */
  readonly label: string;
  readonly opened: boolean;
  readonly onOpen: (opened: boolean) => void;
  readonly onChange: (validity: Validity) => void;
}

/** A button that asks from when until when one price holds. */
export function ValidityField({ validity, label, opened, onOpen, onChange }: ValidityFieldProps): ReactNode {
  const t = useT('pricing');
  const { validFrom, validTo } = validity;
  const isDated = validFrom !== null || validTo !== null;
  const title = t('validity.of', { label });
  return (
    <Popover opened={opened} onChange={onOpen} width={280} position="bottom-end" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          className={classes['dates']}
          size={28}
          variant="subtle"
          color={isDated ? undefined : 'gray'}
          data-dated={isDated || undefined}
          aria-label={title}
          aria-expanded={opened}
          onClick={() => onOpen(!opened)}
        >
          <IconCalendarTime size={15} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={title}>
        <Stack gap="xs">
          <TextInput
            label={t('list.from')}
            description={t('validity.fromHelp')}
            type="datetime-local"
            data-autofocus
            defaultValue={toLocalMoment(validFrom)}
            onChange={(event) => onChange({ validFrom: toInstant(event.currentTarget.value), validTo })}
          />
          <TextInput
            label={t('list.to')}
            description={t('validity.toHelp')}
            type="datetime-local"
            defaultValue={toLocalMoment(validTo)}
            onChange={(event) => onChange({ validFrom, validTo: toInstant(event.currentTarget.value) })}
          />
          <Group justify="flex-end" gap="xs">
            {isDated ? (
              <Button
                size="xs"
                variant="default"
                onClick={() => {
                  onChange({ validFrom: null, validTo: null });
                  onOpen(false);
                }}
              >
                {t('validity.always')}
              </Button>
            ) : null}
            <Button size="xs" onClick={() => onOpen(false)}>
              {t('validity.done')}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** From when until when a price holds, in the reader's words; nothing where it always does. */
export function ValidityNote({ validity: { validFrom, validTo } }: { readonly validity: Validity }): ReactNode {
  const t = useT('pricing');
  const format = useFormat();
  const [now] = useState(() => Date.now());
  const [begins, ends] = [timeOf(validFrom), timeOf(validTo)];
  if (begins === null && ends === null) return null;
  const from = begins === null ? '' : format.dateTime(new Date(begins));
  const to = ends === null ? '' : format.dateTime(new Date(ends));
  const state = begins !== null && begins > now ? 'future' : ends !== null && ends <= now ? 'past' : null;
  return (
    <small className={classes['period']}>
      {begins === null
        ? t('validity.until', { to })
        : ends === null
          ? t('list.openEnd', { from })
          : t('list.period', { from, to })}
      {state === null ? null : (
        <>
          {' '}
          <StateBadge tone={state === 'future' ? 'info' : 'neutral'}>{t(`states.${state}`)}</StateBadge>
        </>
      )}
    </small>
  );
}

/** Null also for what is no time. */
function timeOf(at: string | null): number | null {
  const time = at === null ? NaN : Date.parse(at);
  return Number.isNaN(time) ? null : time;
}
