import { html } from 'hono/html';
import { page } from '../pages/layout.ts';
import type { Html } from '../pages/layout.ts';
import { translator } from '../pages/words.ts';
import type { PageLocale, Translate } from '../pages/words.ts';
import { isWebAddress, linksInText, linksOf } from './mail-links.ts';
import type { CaughtMail } from './mail-store.ts';

export function mailListPage(input: {
  readonly locale: PageLocale;
  readonly mails: readonly CaughtMail[];
  readonly to: string;
}): Html {
  const { locale, mails, to } = input;
  const t = translator(locale);
  return page({
    locale,
    title: t('mailTitle'),
    path: to === '' ? '/mail' : `/mail?to=${encodeURIComponent(to)}`,
    width: 'wide',
    body: html`
      <h1>${t('mailTitle')}</h1>
      <p class="quiet">${t('mailIntro')}</p>
      <form class="search" method="get" action="/mail" role="search">
        <input type="hidden" name="lang" value="${locale}" />
        <div>
          <label for="to">${t('mailSearchLabel')}</label>
          <input id="to" name="to" type="search" maxlength="200" value="${to}" />
        </div>
        <button>${t('mailSearch')}</button>
      </form>
      <section class="card" aria-label="${t('mailTitle')}">
        ${
          mails.length === 0
            ? html`<p class="quiet">${to === '' ? t('mailNone') : t('mailNoneFound', { recipient: to })}</p>`
            : html`<ul class="mails">
                ${mails.map((mail) => listItem(mail, locale, t))}
              </ul>`
        }
      </section>
      ${
        mails.length === 0
          ? ''
          : html`<form method="post" action="/mail/delete?lang=${locale}">
              <button class="plain">${t('mailDeleteAll')}</button>
            </form>`
      }
    `,
  });
}

function listItem(mail: CaughtMail, locale: PageLocale, t: Translate): Html {
  return html`<li>
    <a href="/mail/${mail.id}?lang=${locale}">
      <b>${mail.subject === '' ? t('mailNoSubject') : mail.subject}</b>
      <span>${t('mailTo')}: ${mail.to.join(', ')}</span>
      <span>${timeText(mail.receivedAt, locale)}</span>
    </a>
  </li>`;
}

/**
 * One mail. Its HTML part is shown by a frame whose document is sandboxed and may load nothing; its text part is
 * escaped, with only web addresses turned into links.
 */
export function mailPage(mail: CaughtMail, locale: PageLocale): Html {
  const t = translator(locale);
  const links = linksOf(mail);
  return page({
    locale,
    title: mail.subject === '' ? t('mailNoSubject') : mail.subject,
    path: `/mail/${mail.id}`,
    width: 'wide',
    body: html`
      <p><a href="/mail?lang=${locale}">← ${t('mailBack')}</a></p>
      <section class="card">
        <h1>${mail.subject === '' ? t('mailNoSubject') : mail.subject}</h1>
        <dl class="facts">
          <dt>${t('mailFrom')}</dt>
          <dd>${mail.from}</dd>
          <dt>${t('mailTo')}</dt>
          <dd>${mail.to.join(', ')}</dd>
          <dt>${t('mailReceived')}</dt>
          <dd>${timeText(mail.receivedAt, locale)}</dd>
        </dl>
      </section>
      ${
        links.length === 0
          ? ''
          : html`<section class="card" aria-labelledby="links">
              <h2 id="links">${t('mailLinks')}</h2>
              <ul class="links">
                ${links.map((link) => html`<li>${anchor(link)}</li>`)}
              </ul>
            </section>`
      }
      ${
        mail.html === ''
          ? ''
          : html`<section class="card" aria-labelledby="html-part">
              <h2 id="html-part">${t('mailHtml')}</h2>
              <iframe
                title="${t('mailHtml')}"
                src="/mail/${mail.id}/html"
                referrerpolicy="no-referrer"
                sandbox="allow-popups allow-popups-to-escape-sandbox"
              ></iframe>
            </section>`
      }
      <section class="card" aria-labelledby="text-part">
        <h2 id="text-part">${t('mailText')}</h2>
        <pre>${linkified(mail.text)}</pre>
        <p><a href="/mail/${mail.id}/raw">${t('mailRaw')}</a></p>
      </section>
    `,
  });
}

export function unknownMailPage(locale: PageLocale): Html {
  const t = translator(locale);
  return page({
    locale,
    title: t('mailTitle'),
    path: '/mail',
    width: 'wide',
    body: html`<section class="card">
      <h1>${t('mailTitle')}</h1>
      <p>${t('mailUnknown')}</p>
      <p><a href="/mail?lang=${locale}">← ${t('mailBack')}</a></p>
    </section>`,
  });
}

function anchor(link: string): Html {
  return html`<a href="${link}" target="_blank" rel="noopener noreferrer">${link}</a>`;
}

function linkified(text: string): readonly (Html | string)[] {
  const parts: (Html | string)[] = [];
  let rest = text;
  for (const link of linksInText(text)) {
    const at = rest.indexOf(link);
    if (at < 0 || !isWebAddress(link)) continue;
    parts.push(rest.slice(0, at), anchor(link));
    rest = rest.slice(at + link.length);
  }
  return [...parts, rest];
}

function timeText(ms: number, locale: PageLocale): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(ms);
}
