import { useFormat, useT } from '@keyfall/i18n';
import { checkBrand } from '@keyfall/ui';
import type { Brand, BrandIssue } from '@keyfall/ui';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './shops.module.css';

export interface ContrastAdviceProps {
  readonly brand: Brand;
  /** Takes the suggested colour over. */
  readonly onTake: (scheme: BrandIssue['scheme'], color: string) => void;
}

/** Says whether buttons and links can be seen in these colours, and which colour near them could. */
export function ContrastAdvice({ brand, onTake }: ContrastAdviceProps): ReactNode {
  const t = useT('portal');
  const format = useFormat();
  const issues = checkBrand(brand);
  return (
    <ul className={classes['advice']} aria-live="polite">
      {issues.length === 0 ? (
        <li data-severity="ok">
          <IconCircleCheck size={16} aria-hidden />
          <span>{t('shops.contrast.good')}</span>
        </li>
      ) : (
        issues.map((issue) => (
          <li key={`${issue.code}:${issue.scheme}`} data-severity={issue.severity}>
            {issue.severity === 'error' ? (
              <IconAlertTriangle size={16} aria-hidden />
            ) : (
              <IconInfoCircle size={16} aria-hidden />
            )}
            <span>
              {t(`shops.contrast.${issue.code}`, {
                scheme: t(`shops.schemes.${issue.scheme}`),
                ratio: format.decimal((issue.ratio ?? 0).toFixed(1)),
                required: format.decimal((issue.requiredRatio ?? 0).toFixed(0)),
              })}
            </span>
            {issue.suggestion === undefined ? null : (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<span className={classes['dot']} style={{ background: issue.suggestion }} />}
                onClick={() => onTake(issue.scheme, issue.suggestion ?? '')}
              >
                {t('shops.contrast.take', { color: issue.suggestion })}
              </Button>
            )}
          </li>
        ))
      )}
    </ul>
  );
}
