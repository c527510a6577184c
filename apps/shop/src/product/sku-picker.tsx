import { isBetween } from '@keyfall/web';
import { useT } from '@keyfall/i18n';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Price } from '../parts/price.tsx';
import { picksFromStock } from './use-choice.ts';
import type { Choice, ShopSku } from './use-choice.ts';
import classes from './product.module.css';

/** The options of a product: by region first where there are several, then by face value or period. */
export function SkuPicker({ skus, choice }: { readonly skus: readonly ShopSku[]; readonly choice: Choice }): ReactNode {
  const t = useT('shop');
  const regions = [...new Set(skus.map((sku) => sku.region))];
  const shown = regions.length > 1 ? skus.filter((sku) => sku.region === choice.sku.region) : skus;
  const goTo = (region: string): void => {
    const first =
      skus.find((sku) => sku.region === region && sku.stock !== 'out') ?? skus.find((sku) => sku.region === region);
    if (first !== undefined) choice.choose(first);
  };
  return (
    <>
      {regions.length > 1 ? (
        <fieldset className={classes['group']}>
          <legend className={classes['groupTitle']}>{t('product.region')}</legend>
          <div className={classes['pills']}>
            {regions.map((region) => (
              <Pill key={region} name="region" checked={region === choice.sku.region} onChoose={() => goTo(region)}>
                {region === '' ? '—' : region}
              </Pill>
            ))}
          </div>
        </fieldset>
      ) : null}
      <fieldset className={classes['group']}>
        <legend className={classes['groupTitle']}>{t('product.chooseSku')}</legend>
        <div className={classes['options']}>
          {shown.map((sku) => (
            <SkuOption key={sku.id} sku={sku} checked={sku.id === choice.sku.id} onChoose={() => choice.choose(sku)} />
          ))}
        </div>
      </fieldset>
      {choice.sku.range === null ? null : <FaceValuePicker choice={choice} />}
    </>
  );
}

interface SkuOptionProps {
  readonly sku: ShopSku;
  readonly checked: boolean;
  readonly onChoose: () => void;
}

function SkuOption({ sku, checked, onChoose }: SkuOptionProps): ReactNode {
  const t = useT('shop');
  return (
    <label className={classes['option']} data-out={sku.stock === 'out' || undefined}>
      <input type="radio" name="sku" checked={checked} onChange={onChoose} />
      <span className={classes['optionName']}>{sku.name}</span>
      <span className={classes['optionPrice']}>
        {sku.range === null ? (
          <Price price={sku.unitPrice} currency={sku.currency} />
        ) : (
          `${sku.range.min}–${sku.range.max} ${sku.range.currency}`
        )}
      </span>
      {sku.stock === 'out' ? <span className={classes['optionStock']}>{t('stock.out')}</span> : null}
    </label>
  );
}

interface PillProps {
  readonly name: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

function Pill({ name, checked, onChoose, children }: PillProps): ReactNode {
  return (
    <label className={classes['pill']}>
      <input type="radio" name={name} checked={checked} onChange={onChoose} />
      <span>{children}</span>
    </label>
  );
}

/** The face value of a range: from those in stock, or any amount where the goods are credited. */
function FaceValuePicker({ choice }: { readonly choice: Choice }): ReactNode {
  const t = useT('shop');
  const [left, setLeft] = useState(false);
  const { sku, faceValue } = choice;
  if (sku.range === null) return null;
  const { min, max, currency } = sku.range;
  const bounds = t('product.faceValueRange', { min, max, currency });
  if (picksFromStock(sku)) {
    if (sku.faceValues.length === 0) return <p className={classes['hint']}>{t('product.faceValueOut')}</p>;
    return (
      <fieldset className={classes['group']}>
        <legend className={classes['groupTitle']}>{`${t('product.faceValue')} (${currency})`}</legend>
        <div className={classes['pills']}>
          {sku.faceValues.map((face) => (
            <Pill
              key={face.value}
              name="face"
              checked={face.value === faceValue}
              onChoose={() => choice.setFaceValue(face.value)}
            >
              {face.value}
            </Pill>
          ))}
        </div>
      </fieldset>
    );
  }
  const wrong = left && faceValue !== '' && !isBetween(faceValue, min, max);
  return (
    <TextInput
      className={classes['group']}
      label={t('product.faceValueOther', { currency })}
      description={bounds}
      error={wrong ? bounds : undefined}
      inputMode="decimal"
      value={faceValue}
      maxLength={13}
      onBlur={() => setLeft(true)}
      onChange={(event) => choice.setFaceValue(event.currentTarget.value.trim().replace(',', '.'))}
    />
  );
}
