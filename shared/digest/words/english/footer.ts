import type { LeftOutCounts } from "../../model/account.ts";
import type { Tools } from "../tools.ts";
import { LEADS } from "./units.ts";

interface Taken {
  /** Epoch ms. */
  readonly at: number;
  readonly runIds: readonly string[];
}

/** What words of the mail mean, where the figures come from, what is left out, and how to have it stopped. */
export const footerWords = ({ format, plurals }: Tools) => ({
  allRows: "Every row of the lists above, and those not shown: in the attachment.",
  stake:
    "At stake: leads short at the rate of the last 7 days, or stuck, times the campaign’s price; each campaign once.",
  bar: "Bar: delivered; upright mark: time gone.",
  next: "“Told again”: the day its card comes again, earlier if it changes.",
  counter: (counter: string) => `Caps are counted in ${counter}; movements are net, corrections are part of them.`,
  first: ({ campaigns, leads }: { campaigns: number; leads: number }) =>
    `${plurals.counted(campaigns, { one: "campaign is", other: "campaigns are" })} in a snapshot for the first time; ${plurals.form(campaigns, { one: "its", other: "their" })} ${plurals.counted(leads, LEADS)} to date are no movement and in no total.`,
  /** Datasets that were taken at the same times, to the minute, are told together. */
  source: ({ datasets, newest, base }: { datasets: readonly string[]; newest: Taken; base: Taken | null }) => {
    const taken = ({ at, runIds }: Taken): string =>
      `${format.instant(at)} (${plurals.form(runIds.length, { one: "run", other: "runs" })} ${runIds.join(", ")})`;
    const compared = base === null ? "" : `, compared with ${taken(base)}`;
    const snapshots = plurals.form(datasets.length, { one: "Snapshot", other: "Snapshots" });
    return `${snapshots} of ${plurals.list(datasets)}: ${taken(newest)}${compared}.`;
  },
  zone: (timeZone: string) => `Times are of ${timeZone}.`,
  queries: (names: readonly string[]) => `Saved queries with the same figures: ${names.join(", ")}.`,
  leftOut: ({ internal, test, template }: LeftOutCounts) => {
    const kinds = [
      internal > 0 && `${format.count(internal)} internal`,
      test > 0 && `${format.count(test)} in test mode`,
      template > 0 && plurals.counted(template, { one: "template", other: "templates" }),
    ].filter((kind) => kind !== false);
    return kinds.length === 0 ? "" : `Left out: ${kinds.join(", ")}.`;
  },
  filter: (lists: readonly { count: number; of: string }[]) =>
    lists.length === 0
      ? ""
      : `This digest is filtered to ${plurals.list(lists.map(({ count, of }) => `${format.count(count)} of the ${of}`))}; its totals hold no others.`,
  filterLists: {
    advertisers: "advertisers",
    publishers: "publishers",
    campaigns: "campaigns",
    accountManagers: "account managers",
    campaignManagers: "campaign managers",
  },
  recipient: ({ digest, enterprise }: { digest: string; enterprise: string }) =>
    `You get this as a recipient of the digest “${digest}” of ${enterprise}. Reply to reach its owner, or to have it stopped.`,
  version: (version: string) => `Convertr reports ${version}`,
});
