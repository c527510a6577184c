import { Hono } from 'hono';
import type { Context } from 'hono';
import { z } from 'zod';
import { errorBody } from '../http/errors.ts';
import { pageHeaders } from '../http/guard.ts';
import { chooseLocale } from '../pages/words.ts';
import type { PageLocale } from '../pages/words.ts';
import type { Store } from '../store/open-store.ts';
import { linksOf } from './mail-links.ts';
import { mailListPage, mailPage, unknownMailPage } from './mail-pages.ts';
import { deleteMails, findMail, findRawMail, listMails } from './mail-store.ts';
import type { CaughtMail } from './mail-store.ts';
import type { MailWaiting } from './mail-waiting.ts';

const SHOWN_MAX = 100;
const WAIT_MS_MAX = 30_000;

const listSchema = z.object({
  to: z.string().max(200).default(''),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(SHOWN_MAX).default(SHOWN_MAX),
  /** Wait this long for a first mail before answering with none. */
  wait_ms: z.coerce.number().int().min(0).max(WAIT_MS_MAX).default(0),
});

/** The mailbox for people under `/mail` and for tests under `/mail/api/messages`. */
export function mailRoutes(store: Store, waiting: MailWaiting): Hono {
  const app = new Hono();

  app.get('/', (c) => {
    const to = (c.req.query('to') ?? '').trim().slice(0, 200);
    const mails = listMails(store, { to, limit: SHOWN_MAX });
    return c.html(mailListPage({ locale: localeOf(c), mails, to }), 200, pageHeaders());
  });

  app.post('/delete', (c) => {
    deleteMails(store);
    return c.redirect(`/mail?lang=${localeOf(c)}`, 303);
  });

  app.get('/api/messages', async (c) => {
    const filter = listSchema.parse(c.req.query());
    const until = Date.now() + filter.wait_ms;
    let mails = listMails(store, filter);
    while (mails.length === 0 && Date.now() < until && !c.req.raw.signal.aborted) {
      await waiting.forMail(until - Date.now());
      mails = listMails(store, filter);
    }
    return c.json({ messages: mails.map(mailView) }, 200, { 'cache-control': 'no-store' });
  });

  app.delete('/api/messages', (c) => {
    deleteMails(store);
    return c.json({ deleted: true });
  });

  app.get('/api/messages/:id{[0-9]{1,15}}', (c) => {
    const mail = findMail(store, Number(c.req.param('id')));
    return mail ? c.json(mailView(mail)) : c.json(errorBody('mail_unknown', 'There is no such mail.'), 404);
  });

  app.get('/:id{[0-9]{1,15}}', (c) => {
    const mail = findMail(store, Number(c.req.param('id')));
    const locale = localeOf(c);
    return mail
      ? c.html(mailPage(mail, locale), 200, pageHeaders())
      : c.html(unknownMailPage(locale), 404, pageHeaders());
  });

  app.get('/:id{[0-9]{1,15}}/html', (c) => {
    const mail = findMail(store, Number(c.req.param('id')));
    if (!mail) return c.notFound();
    // The doctype has to stay first, or the browser lays the mail out by the rules of the last century.
    const [doctype = ''] = /^\s*<!doctype[^>]*>/i.exec(mail.html) ?? [];
    const document = doctype + MAIL_DOCUMENT_START + mail.html.slice(doctype.length);
    return c.html(document, 200, MAIL_DOCUMENT_HEADERS);
  });

  app.get('/:id{[0-9]{1,15}}/raw', (c) => {
    const id = Number(c.req.param('id'));
    const raw = findRawMail(store, id);
    if (!raw) return c.notFound();
    return c.body(new Uint8Array(raw), 200, {
      'content-type': 'message/rfc822',
      'content-disposition': `attachment; filename="mail-${id}.eml"`,
      'x-content-type-options': 'nosniff',
    });
  });
  return app;
}

/** Links open in a new tab, since the frame itself must not become another page; Chinese is readable everywhere. */
const MAIL_DOCUMENT_START =
  '<base target="_blank"><link rel="stylesheet" href="/assets/fonts/400.css"><link rel="stylesheet" href="/assets/fonts/700.css">';

/** A hostile document: an origin of its own, no script, nothing loaded but styles, our font and embedded pictures. */
const MAIL_DOCUMENT_HEADERS = {
  'content-security-policy':
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; " +
    "style-src 'self' 'unsafe-inline'; font-src 'self'; img-src data:; " +
    "form-action 'none'; frame-ancestors 'self'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

function localeOf(c: Context): PageLocale {
  return chooseLocale(c.req.query('lang'), c.req.header('accept-language'));
}

function mailView(mail: CaughtMail): Record<string, unknown> {
  return {
    id: mail.id,
    received_at: new Date(mail.receivedAt).toISOString(),
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    links: linksOf(mail),
  };
}
