import { LOCALES, LOCALE_NAMES, useT } from '@keyfall/i18n';
import { FieldGroup } from '@keyfall/ui';
import { NativeSelect, SegmentedControl, TextInput, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { ColorField } from './color-field.tsx';
import { ContrastAdvice } from './contrast-advice.tsx';
import { LogoField } from './logo-field.tsx';
import type { ShopForm } from './shop-values.ts';
import { brandOfValues } from './shop-values.ts';

const CORNERS = ['square', 'soft', 'round'] as const;

/** Name, logo, colours, notice and contact: what a visitor sees first. */
export function LookFields({ form, mayWrite }: { readonly form: ShopForm; readonly mayWrite: boolean }): ReactNode {
  const t = useT('portal');
  const { values } = form;
  return (
    <>
      <FieldGroup title={t('shops.groups.identity')}>
        <TextInput label={t('shops.name')} required maxLength={120} {...form.getInputProps('name')} />
        <LogoField
          name={values.name}
          imageId={values.brand.logoImageId}
          readOnly={!mayWrite}
          onChange={(imageId) => form.setFieldValue('brand.logoImageId', imageId)}
        />
        <NativeSelect
          label={t('shops.defaultLocale')}
          description={t('shops.defaultLocaleHelp')}
          data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
          {...form.getInputProps('defaultLocale')}
        />
      </FieldGroup>
      <FieldGroup title={t('shops.groups.colors')} help={t('shops.colorsHelp')}>
        <ColorField
          label={t('shops.accent')}
          value={values.brand.accent}
          error={form.errors['brand.accent']}
          name="brand.accent"
          onChange={(accent) => form.setFieldValue('brand.accent', accent)}
        />
        <ColorField
          label={t('shops.accentDark')}
          help={t('shops.accentDarkHelp')}
          value={values.brand.accentDark}
          error={form.errors['brand.accentDark']}
          name="brand.accentDark"
          onChange={(accentDark) => form.setFieldValue('brand.accentDark', accentDark)}
        />
        <ContrastAdvice
          brand={brandOfValues(values)}
          onTake={(scheme, color) =>
            form.setFieldValue(scheme === 'light' ? 'brand.accent' : 'brand.accentDark', color)
          }
        />
        <div>
          <div id="corners-label" style={{ marginBottom: 4, fontWeight: 500 }}>
            {t('shops.corners')}
          </div>
          <SegmentedControl
            aria-labelledby="corners-label"
            value={values.brand.corners}
            onChange={(corners) =>
              form.setFieldValue('brand.corners', CORNERS.find((each) => each === corners) ?? 'soft')
            }
            data={CORNERS.map((value) => ({ value, label: t(`shops.cornerKinds.${value}`) }))}
          />
        </div>
      </FieldGroup>
      <FieldGroup title={t('shops.groups.words')}>
        <Textarea
          label={t('shops.notice')}
          description={t('shops.noticeHelp')}
          maxLength={1000}
          minRows={2}
          {...form.getInputProps('notice')}
        />
        <TextInput
          label={t('shops.support')}
          description={t('shops.supportHelp')}
          maxLength={200}
          {...form.getInputProps('supportContact')}
        />
      </FieldGroup>
    </>
  );
}
