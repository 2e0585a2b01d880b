import { DATASETS } from "../../catalog/datasets.ts";
import type { DigestModel } from "../digest-model.ts";
import type { Format } from "../drawing/format.ts";
import { COUNTER_WORDS, counted, LEAD_WORDS } from "../drawing/words.ts";
import type { LeftOutCounts } from "../model/account.ts";
import type { DatasetSource } from "../model/freshness.ts";

/** Where the figures come from, and why and to whom they were sent. */
export function footerLines(model: DigestModel, format: Format): readonly string[] {
  const internal = model.view === "internal";
  return [
    leftOutText(model.leftOut, format),
    firstText(model, format),
    `Caps are counted in ${COUNTER_WORDS[model.capCounter]}. Movements are net between two snapshots of lifetime totals; corrections are part of them. A forecast's range is that of the slowest and the fastest of the last weeks.`,
    ...model.sources.map((source) => sourceText(source, format)).filter((text) => text !== ""),
    internal && filterText(model),
    `You get this mail because you are a recipient of the digest “${model.digest}” of ${model.enterprise}. Reply to reach its owner, or to have it stopped.`,
    `Convertr reports ${model.version}`,
  ].filter((line): line is string => typeof line === "string" && line !== "");
}

function firstText({ totals }: DigestModel, format: Format): string {
  if (totals === null || totals.first.campaigns === 0 || totals.now === null) return "";
  const campaigns = counted(format, totals.first.campaigns, ["campaign is", "campaigns are"]);
  return `${campaigns} in a snapshot for the first time; their ${counted(format, totals.first.leads, LEAD_WORDS)} to date are no movement and in no total.`;
}

function sourceText({ dataset, newest, base }: DatasetSource, format: Format): string {
  if (newest === null) return "";
  const compared = base === null ? "" : `, compared with ${format.instant(base.snapshotAt)} (run ${base.runId})`;
  return `${capitalised(DATASETS[dataset].words)}: snapshot of ${format.instant(newest.snapshotAt)} (run ${newest.runId})${compared}.`;
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const FILTER_WORDS = [
  ["advertisers", "advertisers"],
  ["publishers", "publishers"],
  ["campaigns", "campaigns"],
  ["accountManagers", "account managers"],
  ["campaignManagers", "campaign managers"],
] as const;

function filterText({ filter }: DigestModel): string {
  const parts = FILTER_WORDS.filter(([list]) => filter[list] > 0).map(
    ([list, words]) => `${filter[list]} of the ${words}`,
  );
  return parts.length === 0 ? "" : `This digest is filtered to ${parts.join(" and ")}; its totals hold no others.`;
}

/** Campaigns that no figure of the mail holds. */
function leftOutText(leftOut: LeftOutCounts, format: Format): string {
  const total = leftOut.internal + leftOut.test + leftOut.template;
  if (total === 0) return "";
  const kinds = [
    leftOut.internal > 0 && `${format.count(leftOut.internal)} internal`,
    leftOut.test > 0 && `${format.count(leftOut.test)} in test mode`,
    leftOut.template > 0 && `${format.count(leftOut.template)} ${leftOut.template === 1 ? "template" : "templates"}`,
  ].filter((kind) => kind !== false);
  return `Left out: ${kinds.join(", ")}.`;
}
