import type { RecipientResult } from "../../shared/digest/delivery/deliver.ts";

/** The answer of `digest` (docs/design.md, "Invoking a function"). */
export interface DigestAnswer {
  readonly runId: string;
  readonly enterprise: string;
  readonly digest: string;
  readonly date: string;
  readonly outcome:
    | ("sent" | "already-sent" | "partial" | "not-sent" | "dry-run")
    /** Snapshots are still to come, so nothing was made; a later run sends. */
    | "deferred"
    /** Nothing needs action, and the settings want no mail then. */
    | "empty"
    /** The numbers would mislead the list, which gets nothing; the owner is told. */
    | "withheld";
  /** Null when no mail was made. */
  readonly subject: string | null;
  readonly htmlKey: string | null;
  /** Why nothing was sent: of `deferred`, `empty` and `withheld`. */
  readonly reason?: string;
  readonly recipients: readonly RecipientResult[];
}
