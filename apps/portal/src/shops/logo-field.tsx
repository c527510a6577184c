import { useT } from '@keyfall/i18n';
import { ErrorState } from '@keyfall/ui';
import { uploadFile, useErrorNotice } from '@keyfall/web';
import { Button, Group } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import classes from './shops.module.css';

export interface LogoFieldProps {
  readonly name: string;
  readonly imageId: string | null;
  readonly readOnly: boolean;
  readonly onChange: (imageId: string | null) => void;
}

/** The shop's logo: uploaded at once, in force when the form is saved. Without one the name's first character stands in. */
export function LogoField({ name, imageId, readOnly, onChange }: LogoFieldProps): ReactNode {
  const t = useT('portal');
  const noticeOf = useErrorNotice();
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: async (file: File) => idIn(await uploadFile('/uploads/images', file)),
    onSuccess: onChange,
  });
  const notice = noticeOf(upload.error);
  return (
    <div>
      <div className={classes['logoLabel']}>{t('shops.logo')}</div>
      <Group gap="sm">
        <Logo name={name} imageId={imageId} />
        <input
          ref={input}
          type="file"
          hidden
          accept="image/png,image/jpeg,image/webp"
          aria-label={t('shops.logo')}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) upload.mutate(file);
            event.currentTarget.value = '';
          }}
        />
        {readOnly ? null : (
          <>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPhoto size={14} aria-hidden />}
              loading={upload.isPending}
              onClick={() => input.current?.click()}
            >
              {t('shops.chooseLogo')}
            </Button>
            {imageId === null ? null : (
              <Button variant="subtle" color="gray" size="xs" onClick={() => onChange(null)}>
                {t('common:actions.remove')}
              </Button>
            )}
          </>
        )}
      </Group>
      <p className={classes['logoHelp']}>{t('shops.logoHelp')}</p>
      {notice === undefined ? null : <ErrorState compact error={notice} />}
    </div>
  );
}

/** The logo as visitors see it, or the name's first character on the accent. */
export function Logo({ name, imageId }: { readonly name: string; readonly imageId: string | null }): ReactNode {
  if (imageId !== null) return <img className={classes['logo']} src={`/img/${imageId}`} alt="" />;
  return (
    <span className={classes['logo']} aria-hidden="true">
      {[...name.trim()][0]?.toUpperCase() ?? '?'}
    </span>
  );
}

function idIn(answer: unknown): string {
  const id: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'id') : undefined;
  if (typeof id !== 'string') throw new TypeError('The upload was answered without an id.');
  return id;
}
