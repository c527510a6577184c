import type { ReactNode } from 'react';
import type { PageProps } from '../src/router/index.ts';

/** A page to scroll, with a way to the next one: for the router's test. */
export function LongPage({ params }: PageProps<'/long/:number'>): ReactNode {
  const next = Number(params.number) + 1;
  return (
    <main>
      <h1>Page {params.number}</h1>
      <div style={{ height: 3000 }} />
      <a href={`/long/${next}`}>Page {next}</a>
    </main>
  );
}
