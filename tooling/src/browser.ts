// A real Chromium for browser tests: one browser a test file, a fresh context a test, every page watched for errors.
import fs from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import axe from 'axe-core';
import type { RunOptions } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page, type Request } from 'playwright-core';
import { resolveChromium } from './chromium.ts';
import { inRoot } from './run/root.ts';

export type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

/** How a page is looked at. */
export interface PageLook {
  readonly viewport: 'phone' | 'desktop';
  readonly locale: 'zh-CN' | 'en';
  readonly scheme: 'light' | 'dark';
}

export interface PageOptions extends Partial<PageLook> {
  /** Console errors that the test brings about on purpose, by a part of their text. */
  readonly expectedErrors?: readonly (string | RegExp)[];
}

const VIEWPORTS = {
  // One pixel a point: four times the pixels cost four times the painting, and change nothing that is judged.
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, isMobile: false, hasTouch: false },
} as const;

/** Longer than any step of a healthy page takes, so that a failure names the step and not the test's own limit. */
const STEP_TIMEOUT_MS = 15_000;

const ARGS = [
  // Our own pages only, and a container has no user namespaces to build the sandbox from.
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
];

const looks = new WeakMap<Page, PageLook>();

/** Starts a browser; close it in `afterAll`. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await resolveChromium();
  return await chromium.launch({ executablePath, env: { ...definedEnv(), ...env }, args: ARGS });
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/**
 * Opens a page in a fresh context (no cookies, no storage), hands it to `work` and closes it. Fails when the page threw
 * or logged an error, a violated content security policy included; refused requests are the test's own business.
 */
export async function withPage<T>(
  browser: Browser,
  options: PageOptions,
  work: (page: Page, context: BrowserContext) => Promise<T>,
): Promise<T> {
  const look: PageLook = {
    viewport: options.viewport ?? 'desktop',
    locale: options.locale ?? 'zh-CN',
    scheme: options.scheme ?? 'light',
  };
  const context = await browser.newContext({
    ...VIEWPORTS[look.viewport],
    locale: look.locale,
    colorScheme: look.scheme,
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(STEP_TIMEOUT_MS);
  const errors: string[] = [];
  context.on('weberror', (error) => errors.push(error.error().stack ?? error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      errors.push(message.text());
  });
  try {
    const page = await context.newPage();
    looks.set(page, look);
    const result = await work(page, context);
    const unexpected = errors.filter((text) => !(options.expectedErrors ?? []).some((known) => text.match(known)));
    if (unexpected.length > 0) throw new Error(`the page reported errors:\n${unexpected.join('\n')}`);
    return result;
  } finally {
    await context.close();
  }
}

const QUIET_MS = 150;
const GIVE_UP_MS = 15_000;

/**
 * Goes to another page of the app that is open, as a click on a link does: nothing is loaded and compiled anew. Waits until
 * what the page asked for has been answered and painted. A page may lead on to another, as one behind a login does.
 */
export async function goWithin(page: Page, url: string): Promise<void> {
  const from = page.url();
  const open = new Set<Request>();
  let quietSince = Date.now();
  const begin = (request: Request): void => {
    // A stream of events never ends.
    if (request.resourceType() !== 'eventsource') open.add(request);
  };
  const end = (request: Request): void => {
    open.delete(request);
    quietSince = Date.now();
  };
  page.on('request', begin).on('requestfinished', end).on('requestfailed', end);
  try {
    await page.evaluate((href) => {
      const link = Object.assign(document.createElement('a'), { href, hidden: true });
      document.body.append(link);
      link.click();
      link.remove();
    }, url);
    if (page.url() !== url) await page.waitForURL((at) => at.href !== from);
    await painted(page);
    quietSince = Date.now();
    const giveUpAt = Date.now() + GIVE_UP_MS;
    while (open.size > 0 || Date.now() - quietSince < QUIET_MS) {
      if (Date.now() > giveUpAt)
        throw new Error(`${url} still waits for ${[...open].map((request) => request.url()).join(', ')}`);
      await page.waitForTimeout(QUIET_MS / 3);
    }
    await painted(page);
  } finally {
    page.off('request', begin).off('requestfinished', end).off('requestfailed', end);
  }
}

async function painted(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))),
  );
}

/** Keeps a picture as `test-output/screenshots/<name>.<viewport>.<locale>.<scheme>.png`. */
export async function takeScreenshot(
  page: Page,
  name: string,
  options: { readonly fullPage?: boolean } = {},
): Promise<void> {
  const look = looks.get(page);
  const suffix = look === undefined ? '' : `.${look.viewport}.${look.locale}.${look.scheme}`;
  const folder = inRoot('test-output', 'screenshots');
  fs.mkdirSync(folder, { recursive: true });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({
    path: `${folder}/${name}${suffix}.png`,
    fullPage: options.fullPage ?? false,
    animations: 'disabled',
  });
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The part of axe's answer that a failure tells. */
interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string | undefined }[];
}

/** Fails with every accessibility violation that axe finds on the page as it is now, and where. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  const options: RunOptions = { runOnly: { type: 'tag', values: WCAG }, resultTypes: ['violations'] };
  const violations =
    page.frames().length === 1
      ? await judgeInside(page, options)
      : (await new AxeBuilder({ page }).options(options).analyze()).violations;
  if (violations.length === 0) return;
  const lines = violations.map((violation) => {
    const places = violation.nodes.map((node) => `    ${node.target.join(' ')}: ${node.failureSummary ?? ''}`);
    return [`  ${violation.id}: ${violation.help}`, ...places].join('\n');
  });
  throw new Error(`axe found ${violations.length} violation(s) on ${page.url()}:\n${lines.join('\n')}`);
}

/**
 * A page without frames is judged inside itself, by an axe that is brought in once a document: a fraction of the time the
 * builder takes, which a page with frames needs.
 */
async function judgeInside(page: Page, options: RunOptions): Promise<readonly Violation[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return await page.evaluate(async (wish) => {
    const { axe: judge } = globalThis as unknown as { readonly axe: typeof axe };
    const { violations } = await judge.run(document, wish);
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })),
    }));
  }, options);
}
