import { readInstant } from "../../../shared/catalog/values/instant.ts";
import { isRefusal } from "../../../shared/catalog/values/refusal.ts";
import type { Member, MemberSink } from "../../../shared/convertr/pull/collection.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { Sweep } from "./cursor.ts";
import { FIELD, ZONE_OVERLAP_MS } from "./sweep.ts";

/** A sink that takes only what the window's filter can have left; a lead that does not show it is taken on trust. */
export function onlyOfWindow(sink: MemberSink, sweep: Sweep, until: number | null): MemberSink {
  const field = FIELD[sweep.kind];
  const first = (sweep.cursor ?? 0) - ZONE_OVERLAP_MS;
  // A lead that changed again while its page was asked for is later than the window's end.
  const last = until === null || field === "updatedTs" ? Number.POSITIVE_INFINITY : until + ZONE_OVERLAP_MS;
  const isOutside = (member: Member): boolean => {
    const at = readInstant(member[field]);
    return !isRefusal(at) && (at < first || at > last);
  };
  return {
    restart: () => sink.restart(),
    members: (members) => {
      if (members.some(isOutside)) throw ignored(field);
      return sink.members(members);
    },
  };
}

const ignored = (field: string): ReportsError =>
  new ReportsError("BadResponse", {
    what: `the API ignored the filter: a lead with ${field} outside what was asked for`,
    where: "leads",
    remedy: "Ask Convertr whether the filter changed; nothing of this part was published",
  });
