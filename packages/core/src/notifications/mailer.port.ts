/** The port mail leaves through. A mail carries links, never a code, so that one sent twice does no harm. */
export interface Mailer {
  /**
   * Hands one mail to the transport. Returning means that the transport has taken the responsibility for it, not that
   * it was read. Repeating the call sends it again under the same Message-ID.
   *
   * @throws PortError retryable when the transport is unreachable, slow or refuses for now; not retryable when it
   *   refuses this mail for good or the mail itself is not fit to send (a line break in a header, no valid address).
   */
  send(mail: OutgoingMail): Promise<SentMail>;
}

export interface OutgoingMail {
  /** Id of the notification the mail is for; the Message-ID is derived from it. 1 to 64 of `A-Z a-z 0-9 . _ -`. */
  readonly id: string;
  readonly from: MailAddress;
  /** One recipient: nobody learns who else was written to. */
  readonly to: string;
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface MailAddress {
  /** Shown name, usually the brand's; may hold any characters but line breaks. */
  readonly name: string;
  readonly address: string;
}

export interface SentMail {
  readonly messageId: string;
  /** The transport's own words, for the log. At most 500 characters. */
  readonly response: string;
}
