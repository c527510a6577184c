import type { Locale } from '@keyfall/contracts';

/** Whose mail it is: a shop's brand towards buyers, the wholesaler's towards its staff. Never the upline's. */
export interface MailBrand {
  readonly name: string;
  /** The accent as `#rrggbb`; anything else gives the default accent. */
  readonly accent: string;
  /** How to reach somebody: an address or any other text; shown in the footer. */
  readonly support?: string | undefined;
}

/** What every template needs besides its own facts. */
export interface MailContext {
  readonly locale: Locale;
  readonly brand: MailBrand;
  /** The IANA zone dates are written in. */
  readonly timeZone: string;
}

/** A mail as a template describes it, in plain texts; the layout makes both versions of it and escapes everything. */
export interface MailContent {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Pairs of a label and a value. */
  readonly facts?: readonly (readonly [label: string, value: string])[];
  readonly action: { readonly label: string; readonly url: string };
  /** Why the reader got it and what to do if it was not meant for them. */
  readonly footnote: string;
}

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** One template: the same facts in both languages. */
export type MailTemplate<Input> = Readonly<Record<Locale, (input: Input, context: MailContext) => MailContent>>;
