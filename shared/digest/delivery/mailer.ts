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
  /** Definitely refused: it may be tried again on demand. `quota`: no other recipient will fare better today. */
  | { readonly state: "failed"; readonly reason: string; readonly quota?: boolean }
  /** No answer, or one lost on the way: it may have been sent, so it is never sent again by itself. */
  | { readonly state: "unknown"; readonly reason: string };

/** The port to SES or an outbox folder. */
export interface Mailer {
  send(mail: OutgoingMail): Promise<SendOutcome>;
}
