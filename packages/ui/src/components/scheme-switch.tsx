import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';

/** Light, dark or as the system does. */
export function SchemeSwitch(): ReactNode {
  const { labels } = useUi();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choices = [
    { value: 'light', label: labels.schemeLight, icon: <IconSun size={16} aria-hidden /> },
    { value: 'dark', label: labels.schemeDark, icon: <IconMoon size={16} aria-hidden /> },
    { value: 'auto', label: labels.schemeAuto, icon: <IconDeviceDesktop size={16} aria-hidden /> },
  ] as const;
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon aria-label={labels.colorScheme}>
          {choices.find((choice) => choice.value === colorScheme)?.icon}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.Item
            key={choice.value}
            leftSection={choice.icon}
            rightSection={choice.value === colorScheme ? <IconCheck size={14} aria-hidden /> : null}
            aria-current={choice.value === colorScheme ? 'true' : undefined}
            onClick={() => setColorScheme(choice.value)}
          >
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
