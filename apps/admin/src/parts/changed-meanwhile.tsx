import { useT } from '@keyfall/i18n';
import { Alert, Button } from '@mantine/core';
import type { ReactNode } from 'react';

/** Somebody else saved what is being edited here; nothing typed is lost until one asks for theirs. */
export function ChangedMeanwhile({ onLoad }: { readonly onLoad: () => void }): ReactNode {
  const t = useT('admin');
  return (
    <Alert color="yellow" mb="md" title={t('list.changedMeanwhile')}>
      <p style={{ marginTop: 0 }}>{t('list.changedMeanwhileHelp')}</p>
      <Button size="xs" variant="default" onClick={onLoad}>
        {t('list.loadNewVersion')}
      </Button>
    </Alert>
  );
}
