import { PRODUCT_IMAGES_MAX } from '@keyfall/contracts/catalog-schemas';
import { useT } from '@keyfall/i18n';
import { ErrorState } from '@keyfall/ui';
import { uploadFile, useErrorNotice } from '@keyfall/web';
import { ActionIcon, Button, Group, Stack } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconPhotoPlus, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import classes from './catalog.module.css';
import { ProductCover } from './products-page.tsx';

export interface ImagesFieldProps {
  /** Of the drawn cover, which stands in while there is no picture. */
  readonly seed: string;
  readonly name: string;
  /** In their order; the first is the cover. */
  readonly imageIds: readonly string[];
  readonly onChange: (imageIds: readonly string[]) => void;
  readonly readOnly: boolean;
}

function idIn(answer: unknown): string {
  const id: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'id') : undefined;
  if (typeof id !== 'string') throw new TypeError('The upload was answered without an id.');
  return id;
}

/** A product's pictures: uploaded at once, kept with the product when the form is saved. The first one is the cover. */
export function ImagesField({ seed, name, imageIds, onChange, readOnly }: ImagesFieldProps): ReactNode {
  const t = useT('admin');
  return (
    <Stack gap="xs">
      <div className="cover-box">
        <ProductCover product={{ id: seed, imageId: imageIds[0] ?? null }} name={name === '' ? '?' : name} />
      </div>
      <span className="quiet small">{t(imageIds.length === 0 ? 'catalog.coverDrawn' : 'catalog.coverOwn')}</span>
      {imageIds.length === 0 ? null : (
        <ol className={classes['images']} aria-label={t('catalog.images')}>
          {imageIds.map((id, index) => (
            <li key={id} className={classes['image']}>
              <img src={`/img/${id}`} alt="" loading="lazy" decoding="async" />
              {readOnly ? null : <ImageActions imageIds={imageIds} index={index} onChange={onChange} />}
            </li>
          ))}
        </ol>
      )}
      {readOnly ? null : <AddImages imageIds={imageIds} onChange={onChange} />}
    </Stack>
  );
}

interface ImageActionsProps {
  readonly imageIds: readonly string[];
  readonly index: number;
  readonly onChange: (imageIds: readonly string[]) => void;
}

function ImageActions({ imageIds, index, onChange }: ImageActionsProps): ReactNode {
  const t = useT('admin');
  const [id] = imageIds.slice(index, index + 1);
  const others = imageIds.filter((_, at) => at !== index);
  const moveTo = (place: number): void => {
    if (id !== undefined) onChange([...others.slice(0, place), id, ...others.slice(place)]);
  };
  const number = index + 1;
  return (
    <Group gap={2} wrap="nowrap" justify="center">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('catalog.imageEarlier', { number })}
        disabled={index === 0}
        onClick={() => moveTo(index - 1)}
      >
        <IconArrowLeft size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('catalog.imageRemove', { number })}
        onClick={() => onChange(others)}
      >
        <IconTrash size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('catalog.imageLater', { number })}
        disabled={number === imageIds.length}
        onClick={() => moveTo(number)}
      >
        <IconArrowRight size={16} />
      </ActionIcon>
    </Group>
  );
}

type AddImagesProps = Pick<ImagesFieldProps, 'imageIds' | 'onChange'>;

function AddImages({ imageIds, onChange }: AddImagesProps): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: async (files: readonly File[]) => {
      const added: string[] = [];
      // One after the other: pictures keep the order in which they were chosen.
      for (const file of files) added.push(idIn(await uploadFile('/uploads/images', file)));
      return added;
    },
    // The same picture twice is one picture.
    onSuccess: (added) => onChange([...new Set([...imageIds, ...added])].slice(0, PRODUCT_IMAGES_MAX)),
  });
  const notice = noticeOf(upload.error);
  const left = PRODUCT_IMAGES_MAX - imageIds.length;
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept="image/png,image/jpeg,image/webp"
        aria-label={t('catalog.images')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])].slice(0, left);
          if (files.length > 0) upload.mutate(files);
          event.currentTarget.value = '';
        }}
      />
      {notice === undefined ? null : <ErrorState compact error={notice} />}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPhotoPlus size={14} />}
        loading={upload.isPending}
        disabled={left === 0}
        onClick={() => input.current?.click()}
      >
        {t('catalog.addImages')}
      </Button>
      <span className="quiet small">{t('catalog.imagesHelp', { max: PRODUCT_IMAGES_MAX })}</span>
    </>
  );
}
