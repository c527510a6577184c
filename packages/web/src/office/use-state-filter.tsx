import { useT } from '@keyfall/i18n';
import { FilterBar } from '@keyfall/ui';
import type { ReactNode } from 'react';
import { useUrlState } from '../navigation/use-url-state.ts';
import type { KeysetState } from '../table/use-keyset-paging.ts';

export interface StateFilter<State extends string> {
  /** The one chosen; undefined: all of them. */
  readonly state: State | undefined;
  readonly filterBar: ReactNode;
}

/** The only filter of a list: by state, kept in the address as `state`. Another choice begins at the first page. */
export function useStateFilter<State extends string>(
  states: readonly State[],
  nameOf: (state: State) => string,
  paging: Pick<KeysetState, 'reset'>,
): StateFilter<State> {
  const t = useT('common');
  const [url, setUrl] = useUrlState('state');
  const filterBar = (
    <FilterBar
      filters={[
        {
          kind: 'select',
          id: 'state',
          label: t('labels.state'),
          options: states.map((value) => ({ value, label: nameOf(value) })),
        },
      ]}
      values={url}
      onChange={(patch) => {
        setUrl(patch);
        paging.reset();
      }}
    />
  );
  return { state: states.find((each) => each === url.state), filterBar };
}
