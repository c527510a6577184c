import { contrastRatio, DEFAULT_BRAND, isHexColor } from '@keyfall/contracts';
import { html } from './html.ts';
import type { SafeHtml } from './html.ts';
import type { MailContent, MailContext, RenderedMail } from './mail-content.ts';
import { oneLine, webAddress } from './text.ts';

const FACTS_MAX = 50;
const FONTS = "'Noto Sans SC', -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', sans-serif";

const WORDS = {
  'zh-CN': { noButton: '按钮打不开？请复制此链接到浏览器：', support: '联系我们：', more: '……' },
  en: { noButton: 'If the button does not work, copy this link into your browser:', support: 'Contact:', more: '…' },
} as const;

/** Both versions of a mail. Every value of the content is data: cleaned to one line, and escaped in the HTML version. */
export function renderContent(content: MailContent, context: MailContext): RenderedMail {
  const cleaned = cleanedOf(content, context);
  return { subject: cleaned.subject, text: textOf(cleaned, context), html: htmlOf(cleaned, context) };
}

interface CleanMail extends MailContent {
  readonly facts: readonly (readonly [string, string])[];
  readonly brandName: string;
  readonly support: string | undefined;
}

function cleanedOf(content: MailContent, context: MailContext): CleanMail {
  const facts = (content.facts ?? []).map(([label, value]) => [oneLine(label), oneLine(value)] as const);
  const shown = facts.slice(0, FACTS_MAX);
  const { brand, locale } = context;
  return {
    subject: oneLine(content.subject),
    heading: oneLine(content.heading),
    paragraphs: content.paragraphs.map(oneLine),
    facts: facts.length > FACTS_MAX ? [...shown, [WORDS[locale].more, '']] : shown,
    action: { label: oneLine(content.action.label), url: webAddress(content.action.url) },
    footnote: oneLine(content.footnote),
    brandName: oneLine(brand.name),
    support: brand.support === undefined ? undefined : oneLine(brand.support),
  };
}

function textOf(mail: CleanMail, { locale }: MailContext): string {
  const blocks = [
    mail.heading,
    ...mail.paragraphs,
    mail.facts.map(([label, value]) => (value === '' ? label : `${label}: ${value}`)).join('\n'),
    `${mail.action.label}\n${mail.action.url}`,
    '--',
    mail.footnote,
    [mail.brandName, ...(mail.support ? [`${WORDS[locale].support} ${mail.support}`] : [])].join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function htmlOf(mail: CleanMail, { locale, brand }: MailContext): string {
  const accent = isHexColor(brand.accent) ? brand.accent : DEFAULT_BRAND.accent;
  const words = WORDS[locale];
  const document = html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>${mail.subject}</title>
      </head>
      <body style="margin:0;padding:24px 12px;background:#f4f5f7;color:#16181d;font:16px/1.6 ${FONTS}">
        <div role="article" lang="${locale}" style="max-width:560px;margin:0 auto">
          <p style="margin:0 0 12px;padding:0 24px;font-weight:700;overflow-wrap:anywhere">${mail.brandName}</p>
          <div
            style="padding:24px;background:#ffffff;border:1px solid #dcdfe5;border-top:4px solid ${accent};border-radius:8px"
          >
            <h1 style="margin:0 0 16px;font-size:20px;line-height:1.3;overflow-wrap:anywhere">${mail.heading}</h1>
            ${mail.paragraphs.map((text) => html`<p style="margin:0 0 16px;overflow-wrap:anywhere">${text}</p> `)}${factsOf(mail)}
            <p style="margin:24px 0">
              <a
                href="${mail.action.url}"
                style="display:inline-block;padding:12px 20px;border-radius:8px;background:${accent};color:${inkOn(accent)};font-weight:700;text-decoration:none"
                >${mail.action.label}</a
              >
            </p>
            <p style="margin:0;font-size:13px;color:#5b616e">
              ${words.noButton}<br /><a href="${mail.action.url}" style="color:#1b5fd0;overflow-wrap:anywhere"
                >${mail.action.url}</a
              >
            </p>
          </div>
          <p style="margin:16px 0 0;padding:0 24px;font-size:13px;color:#5b616e;overflow-wrap:anywhere">
            ${mail.footnote}
          </p>
          ${mail.support ? html`<p style="margin:8px 0 0;padding:0 24px;font-size:13px;color:#5b616e;overflow-wrap:anywhere">${words.support} ${mail.support}</p>` : ''}
        </div>
      </body>
    </html> `;
  return document.markup;
}

function factsOf(mail: CleanMail): SafeHtml {
  if (mail.facts.length === 0) return html``;
  const rows = mail.facts.map(
    ([label, value]) =>
      html`<tr>
        <th scope="row" style="padding:6px 16px 6px 0;text-align:left;vertical-align:top;font-weight:400;color:#5b616e">
          ${label}
        </th>
        <td style="padding:6px 0;text-align:right;overflow-wrap:anywhere">${value}</td>
      </tr> `,
  );
  return html`<table style="width:100%;border-collapse:collapse;font-size:15px">
    ${rows}
  </table>`;
}

/** Black or white, whichever reads better: one of them always reaches 4.5. */
function inkOn(accent: string): string {
  return contrastRatio(accent, '#ffffff') >= contrastRatio(accent, '#000000') ? '#ffffff' : '#000000';
}
