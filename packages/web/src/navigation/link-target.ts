/** The parts of a click that decide whether the page may follow the link itself. */
export type ClickFacts = Pick<
  MouseEvent,
  'button' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'defaultPrevented'
>;
export type LinkFacts = Pick<HTMLAnchorElement, 'href' | 'target' | 'origin' | 'pathname' | 'search' | 'hash'> & {
  hasAttribute: (name: string) => boolean;
};

/** Paths that the server answers itself; links to them are never the page's business. */
const SERVER_PATHS = /^\/(?:trpc|auth|events|img|hooks|files|v1|docs)\//;

/**
 * The address inside this app that a click on a link leads to, or undefined when the browser must follow it: another origin, a
 * new tab, a download, a path of the server, a jump within the page.
 */
export function innerTarget(
  click: ClickFacts,
  link: LinkFacts,
  here: Pick<Location, 'origin' | 'pathname' | 'search'>,
): string | undefined {
  const modified = click.button !== 0 || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey;
  if (click.defaultPrevented || modified) return undefined;
  if ((link.target !== '' && link.target !== '_self') || link.hasAttribute('download') || link.origin !== here.origin)
    return undefined;
  if (SERVER_PATHS.test(link.pathname)) return undefined;
  if (link.hash !== '' && link.pathname === here.pathname && link.search === here.search) return undefined;
  return `${link.pathname}${link.search}${link.hash}`;
}

/**
 * Lets plain `<a href>` elements navigate inside the app: components need to know no router. Returns what stops it.
 */
export function interceptLinks(follow: (href: string) => void): () => void {
  const onClick = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || link.getAttribute('href') === null) return;
    const target = innerTarget(event, link, window.location);
    if (target === undefined) return;
    event.preventDefault();
    follow(target);
  };
  document.addEventListener('click', onClick);
  return () => document.removeEventListener('click', onClick);
}
