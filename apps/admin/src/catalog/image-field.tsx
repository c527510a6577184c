import { useT } from '@keyfall/i18n';
import { ErrorState } from '@keyfall/ui';
import { uploadFile, useErrorNotice } from '@keyfall/web';
import { Button, Group, Stack } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { ProductCover } from './products-page.tsx';

export interface ImageFieldProps {
  /** Of the drawn cover, which stands in while there is no picture. */
  readonly seed: string;
  readonly name: string;
  readonly imageId: string | null;
  readonly onChange: (imageId: string | null) => void;
  readonly readOnly: boolean;
}

function idIn(answer: unknown): string {
  const id: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'id') : undefined;
  if (typeof id !== 'string') throw new TypeError('The upload was answered without an id.');
  return id;
}

/** A product's picture: uploaded at once, kept with the product when the form is saved. */
export function ImageField({ seed, name, imageId, onChange, readOnly }: ImageFieldProps): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: async (file: File) => idIn(await uploadFile('/uploads/images', file)),
    onSuccess: onChange,
  });
  const notice = noticeOf(upload.error);
  return (
    <Stack gap="xs">
      <div className="cover-box">
        <ProductCover product={{ id: seed, imageId }} name={name === '' ? '?' : name} />
      </div>
      <span className="quiet small">{t(imageId === null ? 'catalog.coverDrawn' : 'catalog.coverOwn')}</span>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp"
        aria-label={t('catalog.image')}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) upload.mutate(file);
          event.currentTarget.value = '';
        }}
      />
      {notice === undefined ? null : <ErrorState compact error={notice} />}
      {readOnly ? null : (
        <Group gap="xs">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPhoto size={14} />}
            loading={upload.isPending}
            onClick={() => input.current?.click()}
          >
            {t('catalog.chooseImage')}
          </Button>
          {imageId === null ? null : (
            <Button variant="subtle" color="gray" size="xs" onClick={() => onChange(null)}>
              {t('common:actions.remove')}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}
