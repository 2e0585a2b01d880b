import { addDays, dayOf, instantAt } from "../../../../shared/platform/day.ts";

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)? ?(?:Z|UTC|[+-]\d\d:?\d\d)?$/;
const DAYS: { readonly [word: string]: number } = { yesterday: -1, today: 0, midnight: 0, tomorrow: 1 };

/**
 * The instant (epoch ms) that a date filter compares with: what PHP's `new DateTime` makes of a text, of which Doctrine binds the
 * digits alone. So an offset is dropped, as are parts of a second, and the digits are those of the server's own clock.
 * @param server its clock and IANA zone
 * @returns undefined for a text that PHP cannot read, or that is rarer than those read here
 */
export function readPhpDate(
  text: string,
  server: { readonly atMs: number; readonly zone: string },
): number | undefined {
  const { atMs, zone } = server;
  const word = text.trim().toLowerCase();
  if (word === "" || word === "now") return atMs;
  const days = DAYS[word];
  if (days !== undefined) return instantAt(addDays(dayOf(atMs, zone), days), "00:00", zone);
  const [, year = "", month = "", day = "", hour = "00", minute = "00", second = "00"] = DATE.exec(text) ?? [];
  if (year === "" || Number(month) > 12 || Number(day) > 31) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  // 30 February is 2 March.
  const rolled = dayOf(Date.UTC(Number(year), Number(month) - 1, Number(day)), "UTC");
  return instantAt(rolled, `${hour}:${minute}`, zone) + Number(second) * 1_000;
}
