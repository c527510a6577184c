import { useFormat, useT } from '@keyfall/i18n';
import { TextInput } from '@mantine/core';
import { useId } from 'react';
import { UnitPrice, faceSpanOf, useMoneyText } from '@keyfall/web';
import type { ReactNode } from 'react';
import type { PriceRow } from './price-edits.ts';
import { complaintAbout, marginOf, readPrice } from './retail.rules.ts';
import classes from './prices.module.css';

export interface PriceCellProps {
  readonly row: PriceRow;
  /** Product and SKU, for the field's name. */
  readonly name: string;
  readonly typed: string;
  readonly changed: boolean;
  readonly canWrite: boolean;
  readonly onType: (typed: string) => void;
}

/** The own price, to be typed over where one stands; what is wrong with it is said below it. */
export function PriceCell({ row, name, typed, changed, canWrite, onType }: PriceCellProps): ReactNode {
  const t = useT('portal');
  const messageId = useId();
  const complaint = complaintAbout(typed, row);
  const message =
    complaint === undefined
      ? typed === ''
        ? problemKey(row)
        : undefined
      : (`prices.complaints.${complaint}` as const);
  if (row.cost === null && row.problem === 'no_cost') {
    return <span className={classes['quiet']}>{t('prices.notOffered')}</span>;
  }
  return (
    <div className={classes['priceCell']}>
      {canWrite ? (
        <TextInput
          aria-label={t('prices.priceOf', { name })}
          aria-describedby={message === undefined ? undefined : messageId}
          aria-invalid={complaint !== undefined}
          data-price-field=""
          data-changed={changed || undefined}
          data-wrong={complaint !== undefined || undefined}
          className={classes['field'] ?? ''}
          size="xs"
          inputMode="decimal"
          autoComplete="off"
          maxLength={24}
          placeholder={row.suggested ?? ''}
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
          onKeyDown={moveBetweenFields}
          onBlur={() => {
            const price = readPrice(typed);
            if (price !== undefined && price !== typed) onType(price);
          }}
        />
      ) : (
        <UnitPrice price={row.retail} currency={row.currency} range={row.range} withSpan />
      )}
      {canWrite && row.range !== null ? <RangeNote row={row} typed={typed} range={row.range} /> : null}
      {message === undefined ? null : (
        <span id={messageId} className={classes['complaint']}>
          {t(message)}
        </span>
      )}
    </div>
  );
}

/** That the price is for one unit of face value, and what it comes to over the range while it is being typed. */
function RangeNote(props: {
  readonly row: PriceRow;
  readonly typed: string;
  readonly range: NonNullable<PriceRow['range']>;
}): ReactNode {
  const t = useT('common');
  const moneyText = useMoneyText();
  const { row, typed, range } = props;
  const span = faceSpanOf(readPrice(typed) ?? row.suggested ?? '', row.currency, range);
  return (
    <span className={classes['quiet']}>
      <small>
        {t('price.perFace', { currency: range.currency })}
        {span === undefined
          ? null
          : ` · ${t('price.span', {
              least: moneyText({ amount: span.least, currency: row.currency }),
              most: moneyText({ amount: span.most, currency: row.currency }),
            })}`}
      </small>
    </span>
  );
}

/** Why the shop does not show a row that has no own price typed in: the suggested one does not fit, or there is none. */
function problemKey(row: PriceRow): `prices.problems.${NonNullable<PriceRow['problem']>}` | undefined {
  return row.problem === null ? undefined : `prices.problems.${row.problem}`;
}

/** What the distributor keeps of one unit, while the price is being typed. */
export function MarginCell({ row, typed }: { readonly row: PriceRow; readonly typed: string }): ReactNode {
  const format = useFormat();
  const price = typed.trim() === '' ? (row.suggested ?? undefined) : readPrice(typed);
  const margin = marginOf(price === undefined ? undefined : readPrice(price), row.cost);
  if (margin === undefined) return <span className={classes['quiet']}>—</span>;
  const isLoss = margin.amount.startsWith('-');
  return (
    <output className={classes['margin']} data-loss={isLoss || undefined}>
      <UnitPrice price={margin.amount} currency={row.currency} />
      <span className={classes['quiet']}>{format.percent(margin.ratio, 1)}</span>
    </output>
  );
}

/** Enter and the arrows go to the price above or below, as in a spreadsheet. */
function moveBetweenFields(event: React.KeyboardEvent<HTMLInputElement>): void {
  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : 0;
  if (step === 0) return;
  const fields = [...document.querySelectorAll<HTMLInputElement>('[data-price-field]')];
  const next = fields[fields.indexOf(event.currentTarget) + step];
  event.preventDefault();
  next?.focus();
  next?.select();
}
