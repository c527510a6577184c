import { ActionIcon, Drawer, UnstyledButton } from '@mantine/core';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useUi } from '../environment/ui-environment.tsx';
import { CommandPalette } from './command-palette.tsx';
import type { Command } from './command-palette.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import classes from './app-shell.module.css';

export interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon?: ReactNode;
  /** A count that needs a person; hidden at zero. */
  readonly badge?: number;
}

export interface NavGroup {
  readonly label?: string;
  readonly items: readonly NavItem[];
}

export interface AppShellProps {
  /** Name and mark at the top of the navigation, usually `<ShellBrand>`. */
  readonly brand: ReactNode;
  readonly navigation: readonly NavGroup[];
  /** The present path; the longest item whose href it begins with is current. */
  readonly path: string;
  /** What the palette offers beside the navigation. */
  readonly commands?: readonly Command[];
  /** Called while one types in the palette; pass what was found as `commands`. */
  readonly onCommandQuery?: (query: string) => void;
  /** Follows a link of the palette; plain navigation by default. */
  readonly onNavigate?: (href: string) => void;
  /** Right side of the header: language, scheme, account. */
  readonly tools?: ReactNode;
  /** A line above everything: demo mode, read-only, an outage. */
  readonly banner?: ReactNode;
  readonly children: ReactNode;
}

/** The current item is the one with the longest href that the path begins with. */
export function currentNavItem(navigation: readonly NavGroup[], path: string): string | undefined {
  const hrefs = navigation.flatMap((group) => group.items.map((item) => item.href));
  const matching = hrefs.filter((href) => path === href || path.startsWith(href.endsWith('/') ? href : `${href}/`));
  return matching.sort((a, b) => b.length - a.length)[0];
}

function Navigation(props: {
  readonly navigation: readonly NavGroup[];
  readonly path: string;
  readonly onFollow?: () => void;
}): ReactNode {
  const { labels, formatNumber } = useUi();
  const current = currentNavItem(props.navigation, props.path);
  return (
    <nav aria-label={labels.navigation} className={classes['navigation']}>
      {props.navigation.map((group, index) => (
        <div key={group.label ?? index} className={classes['group']}>
          {group.label === undefined ? null : <p className={classes['groupLabel']}>{group.label}</p>}
          <ul>
            {group.items.map((item) => (
              <li key={item.href}>
                <a
                  href={item.href}
                  className={classes['item']}
                  aria-current={item.href === current ? 'page' : undefined}
                  onClick={props.onFollow}
                >
                  <span className={classes['itemIcon']} aria-hidden="true">
                    {item.icon}
                  </span>
                  <span className={classes['itemLabel']}>{item.label}</span>
                  {item.badge === undefined || item.badge === 0 ? null : (
                    <span className={classes['badge']}>{formatNumber(item.badge)}</span>
                  )}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

const isApple = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent);

/** Focuses the first search field of the page that is marked `data-page-search` (FilterBar marks its own). */
function focusPageSearch(): boolean {
  const field = document.querySelector<HTMLElement>('[data-page-search]');
  field?.focus();
  return field !== null;
}

/**
 * The frame of a back office: skip link, navigation, header with search, tools, and the page. `mod+K` opens the command palette,
 * `/` focuses the page's search (or opens the palette where a page has none).
 */
export function AppShell(props: AppShellProps): ReactNode {
  const { labels } = useUi();
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [drawerOpen, setDrawerOpen] = useState(false);
  useShortcuts({
    'mod+k': () => setPaletteOpen((open) => !open),
    '/': () => (focusPageSearch() ? undefined : setPaletteOpen(true)),
  });

  const pages: Command[] = props.navigation.flatMap((group) =>
    group.items.map((item) => ({
      id: `nav:${item.href}`,
      label: item.label,
      group: group.label ?? labels.navigation,
      icon: item.icon,
      href: item.href,
    })),
  );
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#main-content">
        {labels.skipToContent}
      </a>
      <aside className={classes['sidebar']}>
        <div className={classes['brand']}>{props.brand}</div>
        <Navigation navigation={props.navigation} path={props.path} />
      </aside>
      <div className={classes['column']}>
        {props.banner === undefined ? null : (
          <div role="status" className={classes['banner']}>
            {props.banner}
          </div>
        )}
        <header className={classes['header']}>
          <ActionIcon
            className={classes['burger']}
            onClick={() => setDrawerOpen(true)}
            aria-label={labels.openNavigation}
          >
            <IconMenu2 size={18} aria-hidden />
          </ActionIcon>
          <div className={classes['headerBrand']}>{props.brand}</div>
          <UnstyledButton
            className={classes['search']}
            onClick={() => setPaletteOpen(true)}
            aria-keyshortcuts="Meta+K Control+K"
          >
            <IconSearch size={16} aria-hidden />
            <span className={classes['searchLabel']}>{labels.search}</span>
            <kbd className={classes['kbd']}>{isApple() ? '⌘K' : 'Ctrl K'}</kbd>
          </UnstyledButton>
          <div className={classes['tools']}>{props.tools}</div>
        </header>
        <main id="main-content" tabIndex={-1} className={classes['main']}>
          {props.children}
        </main>
      </div>
      <Drawer
        opened={drawerOpen}
        onClose={() => setDrawerOpen(false)}
        size={280}
        title={props.brand}
        closeButtonProps={{ 'aria-label': labels.closeNavigation }}
      >
        <Navigation navigation={props.navigation} path={props.path} onFollow={() => setDrawerOpen(false)} />
      </Drawer>
      <CommandPalette
        opened={paletteOpen}
        onClose={() => setPaletteOpen(false)}
        commands={[...pages, ...(props.commands ?? [])]}
        {...(props.onCommandQuery === undefined ? {} : { onQuery: props.onCommandQuery })}
        {...(props.onNavigate === undefined ? {} : { onNavigate: props.onNavigate })}
      />
    </div>
  );
}

/** The mark and name at the top of a back office: a logo where there is one, else the initial on the accent. */
export function ShellBrand(props: {
  readonly name: string;
  readonly detail?: string;
  readonly logoUrl?: string;
  readonly href?: string;
}): ReactNode {
  return (
    <a href={props.href ?? '/'} className={classes['shellBrand']}>
      {props.logoUrl === undefined ? (
        <span className={classes['mark']} aria-hidden="true">
          {[...props.name][0]?.toUpperCase() ?? ''}
        </span>
      ) : (
        <img className={classes['logo']} src={props.logoUrl} alt="" width={24} height={24} />
      )}
      <span className={classes['brandText']}>
        <span className={classes['brandName']}>{props.name}</span>
        {props.detail === undefined ? null : <span className={classes['brandDetail']}>{props.detail}</span>}
      </span>
    </a>
  );
}
