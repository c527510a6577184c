import { useT } from '@keyfall/i18n';
import { DataTable, EmptyState } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { Button, Group, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import type { CodeRow } from './codes-page.tsx';

/** Finds a code by its whole value. The value goes to the server and nowhere else: not into the address, not into a log. */
export function CodeSearch({ columns }: { readonly columns: readonly DataColumn<CodeRow>[] }): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const [value, setValue] = useState('');
  const find = useMutation({ mutationFn: (typed: string) => client.inventory.searchCode.mutate({ value: typed }) });
  const run = (event: React.FormEvent): void => {
    event.preventDefault();
    if (value.trim().length >= 3) find.mutate(value.trim());
  };
  return (
    <section className="panel-card" style={{ marginBottom: 16 }} aria-label={t('inventory.findByValue')}>
      <form onSubmit={run}>
        <Group align="end" gap="xs">
          <TextInput
            label={t('inventory.findByValue')}
            description={t('inventory.findByValueHelp')}
            style={{ flex: '1 1 280px' }}
            classNames={{ input: 'mono' }}
            autoComplete="off"
            spellCheck={false}
            maxLength={4096}
            value={value}
            onChange={(event) => {
              setValue(event.currentTarget.value);
              find.reset();
            }}
          />
          <Button
            type="submit"
            mb={20}
            leftSection={<IconSearch size={16} />}
            loading={find.isPending}
            disabled={value.trim().length < 3}
          >
            {t('common:actions.search')}
          </Button>
        </Group>
      </form>
      {find.isIdle ? null : (
        <div style={{ marginTop: 12 }}>
          <DataTable
            id="codes-found"
            label={t('inventory.found')}
            columns={columns}
            rows={find.data}
            rowKey={(row) => row.id}
            rowLabel={(row) => row.mask}
            skeletonRows={1}
            error={noticeOf(find.error)}
            empty={
              <EmptyState compact title={t('inventory.notFoundTitle')} description={t('inventory.notFoundHelp')} />
            }
          />
        </div>
      )}
    </section>
  );
}
