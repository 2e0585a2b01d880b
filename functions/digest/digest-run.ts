import type { DeliverDependencies } from "../../shared/digest/delivery/deliver.ts";
import type { OpenedDigest } from "../../shared/digest/make-digest.ts";
import { instantAt } from "../../shared/platform/day.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import type { OneDigest } from "../../shared/settings/one-digest.ts";
import type { EnterpriseSettings, Settings } from "../../shared/settings/schema.ts";
import { digestLedgerName } from "../../shared/snapshot/keys.ts";
import type { DigestRequest } from "./event.ts";

export interface DigestDependencies extends DeliverDependencies {
  readonly settings: Settings;
  readonly metrics: Metrics;
  readonly newRunId: (now: number) => string;
  /** Version of this code, printed in the mail's footer. */
  readonly version: string;
  /** Epoch ms after which no mail is started. @default never */
  readonly stopAt?: number;
}

/** One mail of an invocation of the job. */
export interface DigestRun {
  readonly request: DigestRequest;
  readonly settings: Settings;
  readonly enterprise: EnterpriseSettings;
  readonly digest: OneDigest;
  /** Whose it is of many; null where it is nobody's own. */
  readonly member: number | null;
  readonly date: string;
  readonly runId: string;
}

/** What the mails of an invocation have in common. */
export interface Steps {
  /** Reads the snapshots. @throws NoSnapshot; StoreFailed */
  readonly open: () => Promise<OpenedDigest>;
  /** Why they must wait. @returns undefined when they may be made */
  readonly whyDeferred: () => Promise<string | undefined>;
}

/** What a run is called in the ledger, and where its files lie. */
export const namesOfRun = ({ request: { enterprise, digest }, member, date, runId }: DigestRun) => ({
  ...{ enterprise, digest, member, date, runId },
  ledger: digestLedgerName({ digest, member }),
});

/** The hour it is due (epoch ms), not the hour it is made: the same day renders to the same bytes again. */
export const dueAt = ({ date, digest, enterprise }: Pick<DigestRun, "date" | "digest" | "enterprise">): number =>
  instantAt(date, digest.at, enterprise.timeZone);
