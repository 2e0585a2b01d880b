import type { RecipientResult } from "../../shared/digest/delivery/deliver.ts";
import type { ErrorName } from "../../shared/platform/errors.ts";

type Outcome =
  | ("sent" | "already-sent" | "partial" | "not-sent" | "dry-run")
  /** Snapshots are still to come, so nothing was made; a later run sends. */
  | "deferred"
  /** Nothing needs action, and the settings want no mail then. */
  | "empty"
  /** The numbers would mislead the list, which gets nothing; the owner is told. */
  | "withheld"
  /** Of one of many, or of all of them: an error kept it from being made. */
  | "failed";

/** What became of one mail and its recipients. */
export interface SentAnswer {
  readonly outcome: Outcome;
  /** Null when no mail was made. */
  readonly subject: string | null;
  readonly htmlKey: string | null;
  /** Why nothing was sent: of `deferred`, `empty` and `withheld`, and of one of many that had no turn. */
  readonly reason?: string;
  readonly recipients: readonly RecipientResult[];
}

/** The same for one of many. */
export interface MemberAnswer extends SentAnswer {
  readonly member: number;
  readonly error?: { readonly name: ErrorName; readonly message: string };
}

/** The answer of `digest` (docs/design.md, "Invoking a function"). */
export interface DigestAnswer extends SentAnswer {
  readonly runId: string;
  readonly enterprise: string;
  readonly digest: string;
  readonly date: string;
  /** Of a digest that `to` sends by id, in its order; subject, key and recipients then stand here alone. */
  readonly members?: readonly MemberAnswer[];
}
