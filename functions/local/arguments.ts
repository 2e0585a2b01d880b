import { InvalidArgumentError } from "commander";
import { isDay } from "../../shared/platform/day.ts";
import { instantSchema } from "../../shared/platform/event.ts";
import { isMonth } from "../../shared/platform/month.ts";
import { fromWherePersonStands } from "./data-folder.ts";

// What the values of options may be. Each throws InvalidArgumentError, which the command line tells with the option's name.

/** More is what snapshots are for. */
const MOST_ROWS = 10_000;
const HIGHEST_PORT = 65_535;

export function day(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError("It must be a calendar day YYYY-MM-DD.");
  return text;
}

export function month(text: string): string {
  if (!isMonth(text)) throw new InvalidArgumentError("It must be a month YYYY-MM.");
  return text;
}

/** Days that the simulated account is made for: it lives through each of them. */
const SIMULATED = { first: "2000-01-01", last: "2050-12-31" };

export function simulatedDay(text: string): string {
  const { first, last } = SIMULATED;
  if (day(text) < first || text > last) throw new InvalidArgumentError(`It must be a day from ${first} to ${last}.`);
  return text;
}

/** A path from where the person stands. An empty one would be that folder itself, and the demo empties its own. */
export function path(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("It must name a file or folder.");
  return fromWherePersonStands(text);
}

export function instant(text: string): string {
  if (!instantSchema.safeParse(text).success) throw new InvalidArgumentError("It must be like 2026-11-24T09:00:00Z.");
  return text;
}

/** A whole number from `least` to `most`. */
export const between =
  (least: number, most: number) =>
  (text: string): number => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

/** 0 stands for any free one. */
export const port = between(0, HIGHEST_PORT);
export const rowLimit = between(1, MOST_ROWS);

export function positive(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError("It must be a whole number above 0.");
  return Number(text);
}

export const collected = (text: string, before: readonly string[]): readonly string[] => [...before, text];

export const listed = (text: string): readonly string[] => text.split(",").map((name) => name.trim());
