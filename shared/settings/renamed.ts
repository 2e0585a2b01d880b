/** Settings that were called otherwise once: what is to be written in their place, as a sentence's predicate. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ["attachCsv", 'is called attach now: "xlsx" or "csv" in place of true, "none" in place of false'],
  ["sendWhenEmpty", 'is called whenCalm now: "short" in place of true, "skip" in place of false'],
  ["silentHours", "is called silentWeekdays now, in whole days from Monday to Friday: 2 in place of 48"],
]);

/** What is wrong with a key that no setting has. */
export const strangerProblem = (key: string): string => RENAMED.get(key) ?? "is not a setting";
