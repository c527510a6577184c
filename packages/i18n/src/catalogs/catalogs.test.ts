import { describe, expect, it } from 'vitest';
import type { CatalogTree } from '../catalog-types.ts';
import { LOCALES } from '../locales.ts';
import { NAMESPACES, loadCatalog } from './index.ts';

/** Path → message of every message in a catalog. */
function flatten(tree: CatalogTree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(`${prefix}${key}`, value);
    else for (const [path, message] of flatten(value, `${prefix}${key}.`)) flat.set(path, message);
  }
  return flat;
}

const PLURAL = /_(?:zero|one|two|few|many|other)$/;
const namesIn = (message: string): string[] => [...new Set(message.match(/\{\{[^}]*\}\}/g))].sort();
const tagsIn = (message: string): string[] => (message.match(/<\/?\w+>/g) ?? []).sort();

describe.each(NAMESPACES)('catalog %s', (namespace) => {
  it('has the same messages in both languages, with the plural forms each needs', async () => {
    const [chinese, english] = await Promise.all([loadCatalog(namespace, 'zh-CN'), loadCatalog(namespace, 'en')]);
    const bases = (tree: CatalogTree): string[] =>
      [...new Set([...flatten(tree).keys()].map((key) => key.replace(PLURAL, '')))].sort();
    expect(bases(chinese)).toEqual(bases(english));
    for (const [locale, tree] of [
      ['zh-CN', chinese],
      ['en', english],
    ] as const) {
      const categories = new Intl.PluralRules(locale)
        .resolvedOptions()
        .pluralCategories.map((category) => `_${category}`);
      const keys = [...flatten(tree).keys()];
      const plurals = new Set(keys.filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')));
      for (const base of plurals) {
        const forms = keys.filter((key) => key.replace(PLURAL, '') === base).map((key) => key.slice(base.length));
        expect([locale, base, ...forms.sort()]).toEqual([locale, base, ...[...categories].sort()]);
      }
    }
  });

  it('interpolates the same names and tags in both languages', async () => {
    const [chinese, english] = await Promise.all([loadCatalog(namespace, 'zh-CN'), loadCatalog(namespace, 'en')]);
    const flatChinese = flatten(chinese);
    const different = [...flatten(english)].filter(([key, message]) => {
      const twin = flatChinese.get(key) ?? flatChinese.get(key.replace(PLURAL, '_other')) ?? '';
      return namesIn(twin).join() !== namesIn(message).join() || tagsIn(twin).join() !== tagsIn(message).join();
    });
    expect(different).toEqual([]);
    const uncounted = [...flatten(english)].filter(
      ([key, message]) => PLURAL.test(key) && !message.includes('{{count}}'),
    );
    expect(uncounted).toEqual([]);
  });

  it.each(LOCALES)('says something everywhere in %s', async (locale) => {
    const mute = [...flatten(await loadCatalog(namespace, locale))].filter(
      ([key, message]) =>
        message.trim() === '' || message === key || /[{}]/.test(message.replaceAll(/\{\{\w+\}\}/g, '')),
    );
    expect(mute).toEqual([]);
  });

  it('has Chinese where Chinese is meant', async () => {
    // Names that are the same in both languages, and figures with signs only.
    const same = new Set(['product', 'kinds.channel.api']);
    const flat = [...flatten(await loadCatalog(namespace, 'zh-CN'))];
    const foreign = flat.filter(
      ([key, message]) =>
        !same.has(key) &&
        /[a-z]{3}/i.test(message.replaceAll(/\{\{\w+\}\}|<\/?\w+>/g, '')) &&
        !/\p{Script=Han}/u.test(message),
    );
    expect(foreign).toEqual([]);
  });
});
