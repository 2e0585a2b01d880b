import { MONTHLY_DATASETS } from "../../../shared/catalog/months.ts";
import { monthOf, monthsFrom } from "../../../shared/platform/month.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { MONTH_GRACE_MS, newestClosedMonth } from "../../../shared/snapshot/months.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { monthsOf } from "../../months/wanted.ts";
import { type CheckFinding, fail, notApplicable, pass } from "./finding.ts";

export interface MonthsCheck {
  readonly store: ObjectStore;
  readonly settings: Pick<Settings, "historyFrom" | "months">;
  readonly enterprise: string;
  /** Epoch ms. */
  readonly now: number;
}

const LISTED = 5;

/** Months that have days and no object though there was time to make it, such as `campaigns 2026-10`. */
export async function lackingMonths({ store, settings, enterprise, now }: MonthsCheck) {
  const closed = monthsFrom(monthOf(settings.historyFrom), newestClosedMonth(now, MONTH_GRACE_MS));
  const lacking: string[] = [];
  let there = 0;
  for (const dataset of MONTHLY_DATASETS) {
    const found = await monthsOf(store, { enterprise, dataset }, closed);
    there += found.there.length;
    lacking.push(...found.missing.map((month) => `${dataset} ${month}`));
  }
  return { there, lacking };
}

export const listedMonths = (lacking: readonly string[]): string =>
  lacking.length > LISTED
    ? `${lacking.slice(0, LISTED).join(", ")} and ${lacking.length - LISTED} more`
    : lacking.join(", ");

/** Every closed month of an enterprise: where SQL takes older days from months, one that is missing is missing rows. */
export async function monthsCheck(check: MonthsCheck): Promise<CheckFinding> {
  const name = "months";
  const { there, lacking } = await lackingMonths(check);
  const words = `${there} of ${there + lacking.length} closed months are there`;
  if (lacking.length === 0) return there === 0 ? notApplicable(name, "none has closed yet") : pass(name, words);
  if (!check.settings.months) return pass(name, `${words}; a run each night makes others`);
  return fail(
    name,
    `${words}, without ${listedMonths(lacking)}: their rows are, or will be, missing from SQL`,
    'Invoke convertr-reports-months with {} (docs/operations.md, "Months")',
  );
}
