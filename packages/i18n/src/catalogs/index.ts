import type { CatalogTree, Messages, Prefixed } from '../catalog-types.ts';
import type { Locale } from '../locales.ts';
import type admin from './admin/en.ts';
import type common from './common/en.ts';
import type documents from './documents/en.ts';
import type errors from './errors/en.ts';
import type mail from './mail/en.ts';
import type portal from './portal/en.ts';
import type pricing from './pricing/en.ts';
import type shop from './shop/en.ts';
import type ui from './ui/en.ts';

/** The English catalogs decide the keys; the Chinese ones are held to them by type and by test. */
export interface Catalogs {
  readonly common: typeof common;
  readonly ui: typeof ui;
  readonly errors: typeof errors;
  readonly admin: typeof admin;
  readonly portal: typeof portal;
  readonly shop: typeof shop;
  readonly mail: typeof mail;
  readonly documents: typeof documents;
  readonly pricing: typeof pricing;
}

export type Namespace = keyof Catalogs;

/** Loaded by every app. */
export const BASE_NAMESPACES = ['common', 'ui', 'errors'] as const satisfies readonly Namespace[];
type BaseNamespace = (typeof BASE_NAMESPACES)[number];

type BaseMessages = { [N in BaseNamespace]: Prefixed<N, Messages<Catalogs[N]>> }[BaseNamespace];
type Intersect<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** What `t()` of a namespace knows: its own messages plain, those of the base namespaces as `common:…`, `ui:…`, `errors:…`. */
export type MessagesFor<N extends Namespace> = Messages<Catalogs[N]> & Intersect<BaseMessages>;

type Loader = () => Promise<{ readonly default: CatalogTree }>;

const LOADERS: Readonly<Record<Namespace, Readonly<Record<Locale, Loader>>>> = {
  common: { en: () => import('./common/en.ts'), 'zh-CN': () => import('./common/zh-cn.ts') },
  ui: { en: () => import('./ui/en.ts'), 'zh-CN': () => import('./ui/zh-cn.ts') },
  errors: { en: () => import('./errors/en.ts'), 'zh-CN': () => import('./errors/zh-cn.ts') },
  admin: { en: () => import('./admin/en.ts'), 'zh-CN': () => import('./admin/zh-cn.ts') },
  portal: { en: () => import('./portal/en.ts'), 'zh-CN': () => import('./portal/zh-cn.ts') },
  shop: { en: () => import('./shop/en.ts'), 'zh-CN': () => import('./shop/zh-cn.ts') },
  mail: { en: () => import('./mail/en.ts'), 'zh-CN': () => import('./mail/zh-cn.ts') },
  pricing: { en: () => import('./pricing/en.ts'), 'zh-CN': () => import('./pricing/zh-cn.ts') },
  documents: { en: () => import('./documents/en.ts'), 'zh-CN': () => import('./documents/zh-cn.ts') },
};

export const NAMESPACES = Object.keys(LOADERS) as readonly Namespace[];

/** One catalog in one language; each is a chunk of its own in a browser build. */
export async function loadCatalog(namespace: Namespace, locale: Locale): Promise<CatalogTree> {
  return (await LOADERS[namespace][locale]()).default;
}
