/** The shop's small router. Back offices use TanStack Router (`@keyfall/web/office`). */
export { createRouter } from './create-router.tsx';
export type { RouterProps, SmallRouter } from './create-router.tsx';
export { fillPath, lazyRoute, matchPath, route } from './routes.ts';
export type { PageProps, PathParams, Route } from './routes.ts';
