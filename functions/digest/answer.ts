import type { RecipientResult } from "../../shared/digest/delivery/deliver.ts";

/** The answer of `digest` (docs/design.md, "Invoking a function"). */
export interface DigestAnswer {
  readonly runId: string;
  readonly enterprise: string;
  readonly digest: string;
  readonly date: string;
  readonly outcome: "sent" | "already-sent" | "partial" | "dry-run" | "not-sent";
  readonly subject: string;
  readonly htmlKey: string;
  readonly recipients: readonly RecipientResult[];
}

/** Nothing was tried for this recipient, and nothing stands in the ledger: a later run may send. */
export const withheldFrom = (to: string, reason: string): RecipientResult => ({ to, state: "failed", reason });
