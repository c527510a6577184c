import { Loaded } from '@keyfall/web';
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { BankAccounts } from './bank-accounts.tsx';
import { BonusRules } from './bonus-rules.tsx';

/** What holds for all wallets: bonus on top-ups, and the bank accounts to pay into. */
export function WalletRules(): ReactNode {
  const rules = useQuery(trpc.wallets.rules.queryOptions());
  return (
    <Loaded query={rules}>
      {(loaded) => (
        <Stack gap="xl">
          <BonusRules key={JSON.stringify(loaded.bonusRules)} rules={loaded} />
          <BankAccounts accounts={loaded.bankAccounts} />
        </Stack>
      )}
    </Loaded>
  );
}
