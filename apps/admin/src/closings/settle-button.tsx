import { useT } from '@keyfall/i18n';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { SettleDialog } from './settle-dialog.tsx';
import type { SettledDistributor } from './settle-dialog.tsx';

/** Settles what is left of a distributor, without closing it yet. */
export function SettleButton({ distributor }: { readonly distributor: SettledDistributor }): ReactNode {
  const t = useT('admin');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('closings.act')}
      </Button>
      {asking ? <SettleDialog distributor={distributor} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
