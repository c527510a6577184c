import { useT } from '@keyfall/i18n';
import { Button, Group, Popover, Stack } from '@mantine/core';
import { IconFilter, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { SkuPicker } from '../parts/sku-picker.tsx';

export interface SkuFilterProps {
  readonly value: string | undefined;
  readonly onChange: (skuId: string | undefined) => void;
}

/** Narrows a list to one SKU; the SKU's id is in the URL. */
export function SkuFilter({ value, onChange }: SkuFilterProps): ReactNode {
  const t = useT('admin');
  const [opened, setOpened] = useState(false);
  return (
    <Group gap={4}>
      <Popover opened={opened} onChange={setOpened} width={320} position="bottom-start" withinPortal={false}>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconFilter size={16} aria-hidden />}
            onClick={() => setOpened(!opened)}
            aria-expanded={opened}
          >
            {t(value === undefined ? 'inventory.allSkus' : 'inventory.oneSkuOnly')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="sm">
            <SkuPicker
              value={value}
              onChange={(sku) => {
                if (sku === undefined) return;
                onChange(sku.id);
                setOpened(false);
              }}
            />
          </Stack>
        </Popover.Dropdown>
      </Popover>
      {value === undefined ? null : (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={() => onChange(undefined)}
        >
          {t('ui:clearFilters')}
        </Button>
      )}
    </Group>
  );
}
