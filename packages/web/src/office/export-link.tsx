import type { Permission } from '@keyfall/contracts';
import { useT } from '@keyfall/i18n';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Can } from '../session/session.tsx';

export interface ExportLinkProps {
  /** Where the file is written while it is downloaded, e.g. `/downloads/orders.csv`. */
  readonly path: string;
  /** The list's own filters; what is not set is left out. */
  readonly filter: Readonly<Record<string, string | undefined>>;
  readonly permission?: Permission;
}

/** Downloads what a list shows now, all pages of it, for those who may take it along. Stands in the filter bar's actions. */
export function ExportLink({ path, filter, permission = 'reports.export' }: ExportLinkProps): ReactNode {
  const t = useT('common');
  const query = new URLSearchParams(
    Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  ).toString();
  return (
    <Can permission={permission}>
      <Button
        component="a"
        href={query === '' ? path : `${path}?${query}`}
        download
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t('actions.export')}
      </Button>
    </Can>
  );
}
