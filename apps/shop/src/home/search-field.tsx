import { useT } from '@keyfall/i18n';
import { useNavigation } from '@keyfall/web';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import classes from './search-field.module.css';

const SETTLE_MS = 250;
const QUERY_MAX = 100;

/** Search whose state is the URL: typing settles into `?q=` of the first page, back and reload keep it. */
export function SearchField(): ReactNode {
  const t = useT('shop');
  const { path, search, navigate } = useNavigation();
  const wanted = path === '/' ? (new URLSearchParams(search).get('q') ?? '') : '';
  const [text, setText] = useState(wanted);
  const [seen, setSeen] = useState(wanted);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // The URL changed from outside (back, a link): it wins over what stands in the field.
  if (seen !== wanted) {
    setSeen(wanted);
    if (wanted !== text.trim()) setText(wanted);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  const go = (value: string): void => {
    clearTimeout(timer.current);
    const q = value.trim().slice(0, QUERY_MAX);
    if (q === wanted && path === '/') return;
    navigate(q === '' ? '/' : `/?q=${encodeURIComponent(q)}`, { replace: path === '/', keepPlace: path === '/' });
  };
  const onType = (value: string): void => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => go(value), SETTLE_MS);
  };
  return (
    <search>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          go(text);
        }}
      >
        <IconSearch size={18} className={classes['icon']} aria-hidden />
        <input
          className={classes['input']}
          type="search"
          name="q"
          enterKeyHint="search"
          autoComplete="off"
          maxLength={QUERY_MAX}
          value={text}
          placeholder={t('home.searchPlaceholder')}
          aria-label={t('home.searchLabel')}
          onChange={(event) => onType(event.currentTarget.value)}
        />
        {text === '' ? null : (
          <button
            type="button"
            className={classes['clear']}
            aria-label={t('home.clearSearch')}
            onClick={() => {
              setText('');
              go('');
            }}
          >
            <IconX size={16} aria-hidden />
          </button>
        )}
      </form>
    </search>
  );
}
