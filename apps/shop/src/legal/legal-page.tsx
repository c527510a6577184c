import { LEGAL_TEXTS } from '@keyfall/contracts';
import type { LegalText } from '@keyfall/contracts';
import { useT } from '@keyfall/i18n';
import { EmptyState, Markdown } from '@keyfall/ui';
import { Loaded, useTitle } from '@keyfall/web';
import type { PageProps } from '@keyfall/web/router';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { shop } from '../boot.ts';
import { NotHerePage } from '../parts/not-here-page.tsx';
import pageClasses from '../parts/page.module.css';

/** A legal text of the shop, as its owner wrote it. */
export function LegalPage({ params }: PageProps<'/legal/:text'>): ReactNode {
  const name = LEGAL_TEXTS.find((text) => text === params.text);
  return name === undefined ? <NotHerePage /> : <LegalTextView name={name} />;
}

function LegalTextView({ name }: { readonly name: LegalText }): ReactNode {
  const t = useT('shop');
  const query = useQuery(trpc.brand.legalText.queryOptions({ name }, { staleTime: 300_000 }));
  useTitle(t(`legal.${name}`), shop.name);
  return (
    <article className={pageClasses['narrow']}>
      <h1 className={pageClasses['title']} data-page-title>
        {t(`legal.${name}`)}
      </h1>
      <Loaded query={query}>
        {({ markdown }) =>
          markdown.trim() === '' ? (
            <EmptyState title={t('legal.missingTitle')} description={t('legal.missingHelp')} />
          ) : (
            <div className={pageClasses['card']} style={{ marginTop: 20 }}>
              <Markdown source={markdown} topLevel={2} />
            </div>
          )
        }
      </Loaded>
    </article>
  );
}
