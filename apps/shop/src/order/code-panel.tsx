import { useT } from '@keyfall/i18n';
import { CopyButton, ErrorState } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { Button } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { revealCodes } from '../orders-api.ts';
import type { OrderLine, RevealedCode } from '../orders-api.ts';
import { CodeCard } from './code-card.tsx';
import { codeText } from './code-text.ts';
import classes from './order.module.css';

/** The server opens so many at a time. */
const UNITS_AT_ONCE = 100;

/**
 * The codes of a line. Nothing is opened before the buyer asks for it; what is open lives in this component alone and is gone
 * with the page.
 */
export function CodePanel({ orderNo, line }: { readonly orderNo: string; readonly line: OrderLine }): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  const units = line.units.filter((unit) => unit.hasCode && !unit.returned).map((unit) => unit.unit);
  const [opened, setOpened] = useState<readonly RevealedCode[]>([]);
  const reveal = useMutation({
    mutationFn: async () => {
      const all: RevealedCode[] = [];
      for (let start = 0; start < units.length; start += UNITS_AT_ONCE) {
        all.push(...(await revealCodes(orderNo, line.line, units.slice(start, start + UNITS_AT_ONCE))));
      }
      return all;
    },
    // What is opened must not stay in the mutation cache longer than on the screen.
    gcTime: 0,
    onSuccess: setOpened,
  });
  if (units.length === 0) return null;
  const notice = noticeOf(reveal.error);
  if (opened.length === 0) {
    return (
      <div className={classes['sealed']}>
        <p className={classes['mask']} aria-hidden="true">
          {t('code.masked')}
        </p>
        <p className={classes['sealedCount']}>{t('code.ready', { count: units.length })}</p>
        {notice === undefined ? null : <ErrorState compact error={notice} />}
        <Button
          size="lg"
          fullWidth
          leftSection={<IconEye size={20} aria-hidden />}
          loading={reveal.isPending}
          onClick={() => reveal.mutate()}
        >
          {t(units.length === 1 ? 'code.reveal' : 'code.revealAll')}
        </Button>
        <p className={classes['quiet']}>{t('code.revealHelp')}</p>
      </div>
    );
  }
  return (
    <div className={classes['codes']}>
      {opened.length > 1 ? (
        <CopyButton variant="button" fullWidth text={opened.map(codeText).join('\n')} label={t('code.copyAll')} />
      ) : null}
      {opened.map((code) => (
        <CodeCard key={code.unit} code={code} line={line} orderNo={orderNo} total={units.length} />
      ))}
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconEyeOff size={18} aria-hidden />}
        onClick={() => setOpened([])}
      >
        {t('code.hide')}
      </Button>
    </div>
  );
}
