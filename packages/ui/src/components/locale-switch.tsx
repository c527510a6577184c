import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconLanguage } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';

export interface LocaleSwitchProps {
  /** Each language in its own name: `{ value: 'zh-CN', label: '简体中文' }`. */
  readonly locales: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (locale: string) => void;
}

/** The languages, each in its own name. */
export function LocaleSwitch({ locales, onChange }: LocaleSwitchProps): ReactNode {
  const { labels, locale } = useUi();
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon aria-label={labels.language}>
          <IconLanguage size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {locales.map((choice) => (
          <Menu.Item
            key={choice.value}
            lang={choice.value}
            rightSection={choice.value === locale ? <IconCheck size={14} aria-hidden /> : null}
            aria-current={choice.value === locale ? 'true' : undefined}
            onClick={() => onChange(choice.value)}
          >
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The same choice without a floating menu, for the shop's foot: one link-like button per language. */
export function LocaleLinks({ locales, onChange }: LocaleSwitchProps): ReactNode {
  const { labels, locale } = useUi();
  return (
    <div role="group" aria-label={labels.language} style={{ display: 'flex', gap: 12 }}>
      {locales.map((choice) => (
        <button
          key={choice.value}
          type="button"
          lang={choice.value}
          aria-pressed={choice.value === locale}
          onClick={() => onChange(choice.value)}
          style={{
            padding: 4,
            border: 0,
            background: 'none',
            color: choice.value === locale ? 'var(--kf-text)' : 'var(--kf-text-quiet)',
            font: 'inherit',
            cursor: 'pointer',
          }}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}
