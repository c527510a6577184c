import type { IncomeRateDto, IncomeRulesDto } from '@keyfall/contracts/income-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useCan } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import { MomentField, toInstant } from '../parts/typed-fields.tsx';
import { cellKey, cellsOf, isBadCell, ratesOf, type TriedRates } from './rate-cells.ts';
import { refreshIncomeRules } from './refresh-income-rules.ts';
import classes from './rate-grid.module.css';

export interface RateGridProps {
  readonly rules: IncomeRulesDto;
  /** Judges margins by what is typed. */
  readonly onTry: (rates: TriedRates) => void;
}

/** The rates of the percentage model, level by distance, from now on or from a moment. */
export function RateGrid({ rules, onTry }: RateGridProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const can = useCan();
  const [cells, setCells] = useState(() => cellsOf(rules));
  const [from, setFrom] = useState('');
  const [asks, setAsks] = useState(false);
  const isWrong = Object.values(cells).some(isBadCell);
  const mayWrite = can('settings.write_money');
  return (
    <section className="panel-card" aria-label={t('incomeRules.rates')}>
      <h2>{t('incomeRules.rates')}</h2>
      <p className="quiet small">
        {rules.present === null
          ? t('incomeRules.noRates')
          : t('incomeRules.since', { at: format.dateTime(rules.present.validFrom) })}{' '}
        {t('incomeRules.ratesHelp')}
      </p>
      <Cells
        rules={rules}
        cells={cells}
        readOnly={!mayWrite}
        onChange={(key, text) => setCells({ ...cells, [key]: text })}
      />
      <Group align="end" mt="md">
        {mayWrite ? (
          <>
            <MomentField
              label={t('incomeRules.validFrom')}
              description={t('incomeRules.validFromHelp')}
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
            <Button disabled={isWrong} onClick={() => setAsks(true)} mb={20}>
              {t('incomeRules.saveRates')}
            </Button>
          </>
        ) : null}
        {can('inventory.read_cost') ? (
          <Button variant="default" disabled={isWrong} onClick={() => onTry(ratesOf(cells, rules))} mb={20}>
            {t('incomeRules.check')}
          </Button>
        ) : null}
      </Group>
      {asks ? <ConfirmRates rates={ratesOf(cells, rules)} from={from} onClose={() => setAsks(false)} /> : null}
    </section>
  );
}

interface CellsProps {
  readonly rules: IncomeRulesDto;
  readonly cells: Readonly<Record<string, string>>;
  readonly readOnly: boolean;
  readonly onChange: (key: string, text: string) => void;
}

function Cells({ rules, cells, readOnly, onChange }: CellsProps): ReactNode {
  const t = useT('admin');
  const distances = Array.from({ length: rules.depth + 1 }, (_, distance) => ({
    distance,
    label: distance === 0 ? t('incomeRules.seller') : t('incomeRules.above', { count: distance }),
  }));
  const rows: readonly { readonly id: IncomeRateDto['levelId']; readonly name: string }[] = [
    { id: null, name: t('incomeRules.anyLevel') },
    ...rules.levels,
  ];
  return (
    <div className="scroll-x">
      <table className={classes['grid']}>
        <thead>
          <tr>
            <th scope="col">{t('incomeRules.level')}</th>
            {distances.map(({ distance, label }) => (
              <th key={distance} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name }) => (
            <tr key={id ?? 'any'}>
              <th scope="row">{name}</th>
              {distances.map(({ distance, label }) => {
                const key = cellKey(id, distance);
                const typed = cells[key] ?? '';
                const above = cells[cellKey(null, distance)] ?? '';
                return (
                  <td key={distance}>
                    <TextInput
                      aria-label={t('incomeRules.rateOf', { level: name, distance: label })}
                      value={typed}
                      placeholder={id === null ? '' : above}
                      readOnly={readOnly}
                      inputMode="decimal"
                      autoComplete="off"
                      maxLength={12}
                      rightSection={<span className="quiet">%</span>}
                      error={isBadCell(typed) ? t('incomeRules.badPercent') : undefined}
                      onChange={(event) => onChange(key, event.currentTarget.value)}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ConfirmRates({
  rates,
  from,
  onClose,
}: {
  readonly rates: TriedRates;
  /** As typed; blank is now. */
  readonly from: string;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const validFrom = toInstant(from);
  const { run, ...state } = useAct(
    () => client.incomeRules.saveRates.mutate({ rates: [...rates], ...(validFrom === null ? {} : { validFrom }) }),
    {
      said: t('common:messages.saved'),
      onDone: onClose,
      refresh: refreshIncomeRules,
    },
  );
  const general = rates.filter((rate) => rate.levelId === null);
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('incomeRules.confirmRates')}
      description={
        validFrom === null
          ? t('incomeRules.confirmHelp')
          : t('incomeRules.confirmRatesFrom', { at: format.dateTime(validFrom) })
      }
      facts={general.map((rate) => ({
        label: rate.distance === 0 ? t('incomeRules.seller') : t('incomeRules.above', { count: rate.distance }),
        value: `${format.decimal(rate.percent)} %`,
        align: 'end',
      }))}
      confirmLabel={t('incomeRules.saveRates')}
      {...state}
      onConfirm={() => run()}
    />
  );
}
