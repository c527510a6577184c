import { brandStyleSheet } from '@keyfall/ui';
import type { Brand } from '@keyfall/ui';

let sheet: CSSStyleSheet | undefined;

/**
 * Puts a brand's colours in force for the whole page, at once and without a style element (a constructed sheet needs no exception
 * in the content security policy). Calling it again replaces the former brand; undefined takes it off.
 */
export function applyBrand(brand: Brand | undefined): void {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
  sheet.replaceSync(brand === undefined ? '' : brandStyleSheet(brand));
}
