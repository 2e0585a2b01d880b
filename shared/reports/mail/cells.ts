import type { Decimal4 } from "../../catalog/column.ts";
import type { Format } from "../../digest/drawing/format.ts";
import { cleanText } from "../../digest/model/clean-text.ts";
import { dayOf, isDay, timeOf } from "../../platform/day.ts";
import type { SheetCell } from "../../workbook/sheet.ts";
import type { CheckedColumn } from "../result.ts";
import type { ReportWords } from "./words.ts";

/** What cells are written by. */
export interface CellWriting {
  readonly format: Format;
  readonly words: Pick<ReportWords, "empty" | "yes" | "no">;
  readonly timeZone: string;
  readonly baseCurrency: string | null;
}

/** A column of a result that says which currency the row's money is in. */
export const CURRENCY_COLUMN = "currency";

const NUMBERS: ReadonlySet<CheckedColumn["kind"]> = new Set(["integer", "decimal", "number"]);
/** A number, and no name of a thing. */
export const isFigure = ({ name, kind }: Pick<CheckedColumn, "name" | "kind">): boolean =>
  NUMBERS.has(kind) && !isId(name);

export interface Cell {
  readonly cell: SheetCell;
  /** That of the row; null where it says none. */
  readonly currency: string | null;
}

/** A cell as the mail shows it. */
export function cellText({ format, words, ...writing }: CellWriting, column: CheckedColumn, of: Cell): string {
  const { cell, currency } = of;
  if (cell === null) return words.empty;
  if (typeof cell === "boolean") return cell ? words.yes : words.no;
  switch (column.kind) {
    case "text":
      return cleanText(String(cell), words.empty);
    case "day":
      return isDay(String(cell)) ? unparted(format.date(String(cell))) : String(cell);
    case "instant":
      return instantText(format, Number(cell), writing.timeZone);
    default:
      return numberText(format, column, { cell, currency, base: writing.baseCurrency });
  }
}

/** Beyond them no calendar of ours has days. */
const FIRST_MS = Date.parse("0001-01-02");
const AFTER_MS = Date.parse("9999-12-31");

function instantText(format: Format, epochMs: number, zone: string): string {
  if (!(epochMs >= FIRST_MS && epochMs < AFTER_MS)) return String(epochMs);
  return `${unparted(format.weekday(dayOf(epochMs, zone)))}, ${timeOf(epochMs, zone)}`;
}

/** On one line of a narrow column. */
const unparted = (text: string): string => text.replaceAll(" ", "\u00a0");

interface Number_ {
  readonly cell: Exclude<SheetCell, boolean | null>;
  readonly currency: string | null;
  readonly base: string | null;
}

function numberText(format: Format, { name, kind, unit }: CheckedColumn, { cell, currency, base }: Number_): string {
  if (kind === "number") {
    const value = Number(cell);
    if (!Number.isFinite(value)) return String(cell);
    if (unit === "share") return format.rate(value);
    if (unit === "a-day") return format.perDay(value);
    if (unit === "leads") return format.count(value);
    return Math.abs(value) < SMALL && value !== 0
      ? format.exact(Number(value.toPrecision(2)), [0, MOST_PLACES])
      : format.exact(value, [2, 2]);
  }
  if (kind === "integer") return isId(name) ? String(cell) : format.exact(BigInt(cell), [0, 0]);
  if (unit === "row-money" && isCode(currency)) return format.money(tenThousandths(String(cell)), currency);
  if (unit === "base-money" && base !== null) return format.money(tenThousandths(String(cell)), base);
  const places = unit === undefined ? ([2, 4] as const) : ([2, 2] as const);
  return format.exact(String(cell) as `${number}`, places);
}

/** Below it two decimals would say next to nothing. */
const SMALL = 0.01;
const MOST_PLACES = 12;

/** Names of things have no thousands. */
const isId = (name: string): boolean => /(?:^|_)id$/i.test(name);

const isCode = (currency: string | null): currency is string => currency !== null && /^[A-Z]{3}$/.test(currency);

/** As money is formatted. What lies behind the fourth decimal is dropped, which no rounding to two would notice. */
function tenThousandths(decimal: string): Decimal4 {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d*)\.?(\d*)$/.exec(decimal) ?? [];
  const digits = BigInt(`${whole}${fraction.slice(0, 4).padEnd(4, "0")}`);
  return sign === "-" ? -digits : digits;
}
