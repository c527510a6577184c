import { useT } from '@keyfall/i18n';
import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** Light or dark with one tap; a menu would bring a floating layer into the first chunk. */
export function SchemeButton(): ReactNode {
  const t = useT('shop');
  const { setColorScheme } = useMantineColorScheme();
  const next = useComputedColorScheme('light') === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon onClick={() => setColorScheme(next)} aria-label={t(next === 'dark' ? 'scheme.dark' : 'scheme.light')}>
      {next === 'dark' ? <IconMoon size={20} aria-hidden /> : <IconSun size={20} aria-hidden />}
    </ActionIcon>
  );
}
