import { useT } from '@keyfall/i18n';

interface Step {
  readonly id: string;
  readonly label: string;
}

/** The four steps of an import, the same on both of its pages. */
export function useImportSteps(): readonly [Step, Step, Step, Step] {
  const t = useT('admin');
  return [
    { id: 'terms', label: t('inventory.steps.terms') },
    { id: 'file', label: t('inventory.steps.file') },
    { id: 'look', label: t('inventory.steps.look') },
    { id: 'run', label: t('inventory.steps.run') },
  ];
}
