import { useT } from '@keyfall/i18n';
import { StateBadge } from '@keyfall/ui';
import { useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useMoneyText } from '../../page/money-text.ts';
import type { GridColumn, GridRow, PriceEdits } from './price-edits.ts';
import { readPasted } from './tier-text.ts';
import classes from './pricing.module.css';
import { ValidityField, ValidityNote } from './validity-field.tsx';

export interface GridCellProps {
  readonly column: GridColumn;
  readonly row: GridRow;
  readonly cell: GridRow['cells'][number];
  readonly name: string;
  readonly edits: PriceEdits;
  readonly readOnly: boolean;
  readonly withEffective: boolean;
  /** Cells that a pasted block fills, from this one on. */
  readonly onPaste: (block: readonly (readonly string[])[]) => void;
}

/** One price with its tiers, edited in place. */
export function GridCell(props: GridCellProps): ReactNode {
  const { column, row, cell, edits } = props;
  const t = useT('pricing');
  const moneyText = useMoneyText();
  const edit = edits.editOf(column.id, row.skuId);
  const [isDating, setDating] = useState(false);
  const set = (text: string | undefined): void => edits.set({ column, row, cell, text });
  const label = t('grid.cellOf', { sku: props.name, column: column.name });
  const text = edits.textOf(column, row, cell);
  const validity = edits.validityOf(column, row, cell);
  const canDate = props.withEffective && !props.readOnly && text.trim() !== '';
  const source = cell.source;
  const input = (
    <input
      className={classes['input']}
      data-cell=""
      data-changed={edit !== undefined || undefined}
      data-wrong={edit?.complaint !== undefined || undefined}
      aria-label={label}
      aria-invalid={edit?.complaint !== undefined || undefined}
      inputMode="text"
      autoComplete="off"
      spellCheck={false}
      maxLength={300}
      readOnly={props.readOnly}
      placeholder="—"
      value={text}
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && edit !== undefined) {
          event.stopPropagation();
          set(undefined);
        } else if (event.altKey && event.key === 'ArrowDown' && canDate) {
          event.preventDefault();
          setDating(true);
        } else moveFocus(event);
      }}
      onFocus={(event) => event.currentTarget.select()}
      onPaste={(event) => {
        const block = readPasted(event.clipboardData.getData('text/plain'));
        if (props.readOnly || (block.length < 2 && (block[0]?.length ?? 0) < 2)) return;
        event.preventDefault();
        props.onPaste(block);
      }}
    />
  );
  return (
    <div className={classes['cell']}>
      {canDate ? (
        <div className={classes['dated']}>
          {input}
          <ValidityField
            validity={validity}
            label={label}
            opened={isDating}
            onOpen={setDating}
            onChange={(next) => edits.set({ column, row, cell, validity: next })}
          />
        </div>
      ) : (
        input
      )}
      {text.trim() === '' ? null : <ValidityNote validity={validity} />}
      {edit?.complaint === undefined ? null : (
        <small className={classes['complaint']}>{t(`wrong.${edit.complaint}`)}</small>
      )}
      {props.withEffective && edit === undefined ? (
        <small className={classes['effective']} title={source?.name ?? undefined}>
          {cell.effective === null ? (
            t('grid.notOffered')
          ) : (
            <>
              {source?.kind === 'override' && !cell.lifted
                ? null
                : t('grid.pays', { price: moneyText({ amount: cell.effective, currency: row.currency }) })}
              {source?.kind === 'rule' ? <> · {t('grid.byRule', { name: source.name ?? '' })}</> : null}
              {source?.kind === 'list' ? <> · {t('grid.byList', { name: source.name ?? '' })}</> : null}
            </>
          )}
        </small>
      ) : null}
      {props.withEffective && edit === undefined && cell.lifted ? (
        <StateBadge tone="warning">{t('grid.lifted')}</StateBadge>
      ) : null}
    </div>
  );
}

/** Up, down and enter go from row to row; left and right leave a cell where the caret stands at its edge. */
function moveFocus(event: KeyboardEvent<HTMLInputElement>): void {
  const input = event.currentTarget;
  const cells = [...(input.closest('tr')?.querySelectorAll<HTMLInputElement>('[data-cell]') ?? [])];
  const index = cells.indexOf(input);
  const isAll = input.selectionStart === 0 && input.selectionEnd === input.value.length;
  const inRow = (step: 1 | -1): HTMLInputElement | undefined => {
    let line = step === 1 ? input.closest('tr')?.nextElementSibling : input.closest('tr')?.previousElementSibling;
    for (; line; line = step === 1 ? line.nextElementSibling : line.previousElementSibling) {
      const found = line.querySelectorAll<HTMLInputElement>('[data-cell]')[index];
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const targets: Readonly<Record<string, () => HTMLInputElement | undefined>> = {
    ArrowUp: () => inRow(-1),
    ArrowDown: () => inRow(1),
    Enter: () => inRow(event.shiftKey ? -1 : 1),
    ArrowLeft: () => (isAll || input.selectionEnd === 0 ? cells[index - 1] : undefined),
    ArrowRight: () => (isAll || input.selectionStart === input.value.length ? cells[index + 1] : undefined),
  };
  const target = event.nativeEvent.isComposing ? undefined : targets[event.key]?.();
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}
