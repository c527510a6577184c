import { createInstance } from 'i18next';
import type { i18n as I18nextInstance } from 'i18next';
import type { CatalogTree } from './catalog-types.ts';
import { BASE_NAMESPACES, loadCatalog } from './catalogs/index.ts';
import type { MessagesFor, Namespace } from './catalogs/index.ts';
import type { Locale } from './locales.ts';

/** Parameters are required exactly where a message interpolates. */
type Args<Params> = keyof Params extends never ? [] : [params: Params];

/** Translates a key of namespace `N` (or `common:…`, `ui:…`, `errors:…`) with the parameters that its message names. */
export type Translate<N extends Namespace> = <Key extends keyof MessagesFor<N> & string>(
  key: Key,
  ...args: Args<MessagesFor<N>[Key]>
) => string;

export type Params = Readonly<Record<string, string | number>>;

export interface I18n {
  readonly locale: Locale;
  /** Loads what is missing, then switches; listeners hear of it once all of it is there, so no screen shows two languages. */
  readonly setLocale: (locale: Locale) => Promise<void>;
  readonly translator: <N extends Namespace>(namespace: N) => Translate<N>;
  /**
   * The message of a key made at run time (`errors:codes.${code}`; no plural forms), or undefined when there is none or a
   * parameter is missing: nobody ever reads a raw key or an empty gap.
   */
  readonly lookUp: (key: string, params?: Params) => string | undefined;
  /** Brings another namespace (a lazy part of an app). */
  readonly addNamespace: (namespace: Namespace) => Promise<void>;
  readonly subscribe: (listener: () => void) => () => void;
}

export interface I18nOptions {
  readonly locale: Locale;
  /** The app's own namespaces; the base ones come by themselves. */
  readonly namespaces: readonly Namespace[];
}

const PLACEHOLDER = /\{\{(\w+)\}\}/g;

function createInstanceFor(locale: Locale): I18nextInstance {
  const instance = createInstance();
  void instance.init({
    lng: locale,
    // Both languages are complete (tested): falling back would only hide a hole.
    fallbackLng: false,
    initAsync: false,
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return instance;
}

// i18next's own types describe keys by a global declaration; ours come from the catalogs, one namespace at a time.
function fixedTranslate<N extends Namespace>(instance: I18nextInstance, locale: Locale, namespace: N): Translate<N> {
  const translate = instance.getFixedT(locale, namespace);
  return (key, ...args) => translate(key as string, { ...args[0] });
}

/** Loads the catalogs of a language and answers once everything can be said in it. */
export async function createI18n({ locale: first, namespaces }: I18nOptions): Promise<I18n> {
  const instance = createInstanceFor(first);
  const wanted = new Set<Namespace>([...BASE_NAMESPACES, ...namespaces]);
  const listeners = new Set<() => void>();
  const catalogs = new Map<string, CatalogTree>();
  const translators = new Map<string, Translate<Namespace>>();
  let locale = first;

  const load = async (into: Locale): Promise<void> => {
    const missing = [...wanted].filter((namespace) => !instance.hasResourceBundle(into, namespace));
    await Promise.all(
      missing.map(async (namespace) => {
        const catalog = await loadCatalog(namespace, into);
        catalogs.set(`${into}:${namespace}`, catalog);
        instance.addResourceBundle(into, namespace, catalog);
      }),
    );
  };
  const announce = (): void => {
    for (const listener of listeners) listener();
  };
  await load(locale);

  return {
    get locale() {
      return locale;
    },
    setLocale: async (next) => {
      await load(next);
      await instance.changeLanguage(next);
      locale = next;
      translators.clear();
      announce();
    },
    // One function per namespace and language: components may depend on it as on any stable value.
    translator: (namespace) => {
      const known = translators.get(namespace);
      if (known !== undefined) return known;
      const translate = fixedTranslate<typeof namespace>(instance, locale, namespace);
      translators.set(namespace, translate as Translate<Namespace>);
      return translate;
    },
    lookUp: (key, params = {}) => {
      const message = messageAt(catalogs.get(`${locale}:${key.split(':', 1)[0]}`), key);
      if (message === undefined) return undefined;
      const names = [...message.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
      return names.some((name) => params[name] === undefined) ? undefined : instance.t(key, params);
    },
    addNamespace: async (namespace) => {
      if (wanted.has(namespace)) return;
      wanted.add(namespace);
      await load(locale);
      announce();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The message of `namespace:path` as written; undefined for groups, unknown keys and inherited names. */
function messageAt(catalog: CatalogTree | undefined, key: string): string | undefined {
  let at: string | CatalogTree | undefined = catalog;
  for (const step of key.slice(key.indexOf(':') + 1).split('.')) {
    if (typeof at !== 'object' || !Object.hasOwn(at, step)) return undefined;
    at = at[step];
  }
  return typeof at === 'string' ? at : undefined;
}

/** A translator over catalogs at hand, without loading: for the server's mails and for tests. */
export function translatorOf<N extends Namespace>(locale: Locale, namespace: N, catalog: CatalogTree): Translate<N> {
  const instance = createInstanceFor(locale);
  instance.addResourceBundle(locale, namespace, catalog);
  return fixedTranslate<N>(instance, locale, namespace);
}
