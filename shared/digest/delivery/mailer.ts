/** One finished message to one recipient, as RFC 5322 bytes. */
export interface OutgoingMail {
  /** Bare address of the sender, as SES authorises it. */
  readonly from: string;
  readonly to: string;
  readonly raw: Uint8Array;
  /** SES message tags: characters A-Z a-z 0-9 _ - only. */
  readonly tags: Readonly<Record<string, string>>;
}

export type SendOutcome =
  /** Accepted by the mail service; delivery comes from its events. */
  | { readonly state: "sent"; readonly messageId: string }
  /** Definitely not taken: it may be tried again on demand. */
  | {
      readonly state: "failed";
      readonly reason: string;
      /** No other recipient will fare better today. */
      readonly quota?: boolean;
      /** What was wrong passes by itself: a later run tries again without being told to. */
      readonly retryable?: boolean;
    }
  /** No answer, or one lost on the way: it may have been sent, so it is never sent again by itself. */
  | { readonly state: "unknown"; readonly reason: string };

/** The port to SES or an outbox folder. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<SendOutcome>;
}
