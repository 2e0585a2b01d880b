import type { Day } from "../../../platform/day.ts";
import type { OwnerReason } from "../../model/freshness.ts";
import type { Tools } from "../tools.ts";
import { DAYS } from "./units.ts";

const MOST_IDS = 10;

interface Of {
  readonly digest: string;
  readonly enterprise: string;
  readonly date: Day;
  readonly withheld: boolean;
}

/** What the owner is told beside or instead of the mail. */
export const ownerWords = ({ format, plurals }: Tools) => ({
  subject: ({ digest, enterprise, date, withheld }: Of) =>
    `Lead digest ${digest} of ${enterprise}, ${format.day(date)}: ${state(withheld)}`,
  opening: ({ digest, enterprise, date, withheld }: Of) =>
    `The digest "${digest}" of ${enterprise} for ${format.longDay(date)} was ${state(withheld)}.`,
  why: (withheld: boolean) =>
    withheld ? "Its recipients got nothing, since it would have misled them:" : "What is wrong:",
  again: "Invoke the digest again once the snapshots are there; who has had it already gets no second one.",
  /** @param dataset words of the reason's dataset; empty where it has none */
  reason: (reason: OwnerReason, dataset: string): string => {
    switch (reason.kind) {
      case "missing":
        return `There is no snapshot of ${dataset} in the days this digest reads.`;
      case "stale":
        return `The newest snapshot of ${dataset} is of ${format.weekday(reason.used)}, ${plurals.counted(reason.days, DAYS)} old.`;
      case "shrunk": {
        const before = reason.before === null ? "" : `, ${format.count(reason.before)} before it shrank`;
        const rows = plurals.counted(reason.rows, { one: "row", other: "rows" });
        return `The snapshot of ${dataset} holds only ${rows}${before}. Check what the service user may see in Convertr; if the size is right, invoke its snapshot with "acceptShrunk": true.`;
      }
      case "unknown-filter": {
        const ids = reason.ids.slice(0, MOST_IDS).join(", ");
        return `${reason.byId === true ? "to" : `filter.${reason.list}`} names ${ids}${reason.ids.length > MOST_IDS ? " and more" : ""}, which no snapshot holds. Correct the settings.`;
      }
    }
  },
});

const state = (withheld: boolean): string => (withheld ? "not sent" : "sent, with a problem in its settings");
