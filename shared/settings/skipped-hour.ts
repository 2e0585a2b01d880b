import { Temporal } from "temporal-polyfill";
import type { Day } from "../platform/day.ts";

/** Rules of zones change; beyond this nobody knows them. */
const HORIZON_YEARS = 10;

/**
 * The first day, within ten years of `from`, on which the clocks of `zone` never show `time` (`HH:mm`).
 * EventBridge Scheduler skips such an occurrence without a word.
 * @param isDue whether anything is due on that day
 */
export function skippedDay(
  time: string,
  zone: string,
  due: { from: Day; isDue: (day: Day) => boolean },
): Day | undefined {
  for (const gap of gapsOf(zone, due.from)) {
    const day = gap.days.find((candidate) => gap.holds(candidate, time) && due.isDue(candidate));
    if (day !== undefined) return day;
  }
  return undefined;
}

type Gap = NonNullable<ReturnType<typeof gapAt>>;

/** Of each zone and first day: a thousand enterprises have few. */
const known = new Map<string, readonly Gap[]>();

function gapsOf(zone: string, from: Day): readonly Gap[] {
  const found = known.get(`${zone} ${from}`) ?? findGaps(zone, from);
  known.set(`${zone} ${from}`, found);
  return found;
}

function findGaps(zone: string, from: Day): readonly Gap[] {
  const start = Temporal.PlainDate.from(from).toZonedDateTime(zone);
  const end = start.add({ years: HORIZON_YEARS });
  const gaps: Gap[] = [];
  for (
    let change = start.getTimeZoneTransition("next");
    change !== null && Temporal.ZonedDateTime.compare(change, end) < 0;
    change = change.getTimeZoneTransition("next")
  ) {
    const gap = gapAt(change);
    if (gap !== undefined) gaps.push(gap);
  }
  return gaps;
}

/** The local times that a change of offset leaves out; none when the clocks go back. */
function gapAt(change: Temporal.ZonedDateTime) {
  const before = change.subtract({ nanoseconds: 1 }).toPlainDateTime().add({ nanoseconds: 1 });
  const after = change.toPlainDateTime();
  if (Temporal.PlainDateTime.compare(before, after) >= 0) return undefined;
  const days = [...new Set([before.toPlainDate().toString(), after.toPlainDate().toString()])];
  // In the order of their texts too, which takes no parsing: there is one of each time of each enterprise.
  const [from, until] = [before.toString(), after.toString()];
  const holds = (day: Day, time: string) => {
    const local = `${day}T${time}:00`;
    return local >= from && local < until;
  };
  return { days, holds };
}
