import { useT } from '@keyfall/i18n';
import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';

export interface DistributorPickerProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (id: string | undefined) => void;
  readonly required?: boolean;
}

const SHOWN = 30;

/** A distributor by part of its name or code; before one types, the house and those right below it. */
export function DistributorPicker({ label, value, onChange, required = false }: DistributorPickerProps): ReactNode {
  const t = useT('admin');
  const [typed, setTyped] = useState('');
  const search = typed.trim();
  const house = useQuery(trpc.distributors.list.queryOptions({ limit: 1 }));
  const houseId = house.data?.items[0]?.id;
  const children = useQuery({
    ...trpc.distributors.list.queryOptions({ limit: SHOWN, parentId: houseId ?? null }),
    enabled: houseId !== undefined,
  });
  const found = useQuery({
    ...trpc.distributors.list.queryOptions({ limit: SHOWN, search }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
  });
  const chosen = useQuery({ ...trpc.distributors.get.queryOptions({ id: value ?? '' }), enabled: value !== undefined });
  const near = [...(house.data?.items ?? []), ...(children.data?.items ?? [])];
  const isChosenName = chosen.data !== undefined && search === `${chosen.data.name} · ${chosen.data.code}`;
  const rows = search === '' || isChosenName ? near : (found.data?.items ?? []);
  const all = chosen.data === undefined || rows.some((row) => row.id === value) ? rows : [chosen.data, ...rows];
  return (
    <Select
      label={label}
      placeholder={t('distributors.pickHint')}
      searchable
      required={required}
      w={320}
      maw="100%"
      data={all.map((row) => ({ value: row.id, label: `${row.name} · ${row.code}` }))}
      // The server has searched already.
      filter={({ options }) => options}
      nothingFoundMessage={t('common:list.nothingFound')}
      value={value ?? null}
      onSearchChange={setTyped}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
