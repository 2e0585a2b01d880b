import type { Decimal4 } from "../../catalog/column.ts";

/** Ten-thousandths as plain decimal text without trailing zeros beyond two places: 165000n is `16.50`, -5n is `-0.0005`. */
export function decimalText(amount: Decimal4): string {
  const sign = amount < 0n ? "-" : "";
  const digits = (amount < 0n ? -amount : amount).toString().padStart(5, "0");
  const fraction = digits.slice(-4).replace(/0{1,2}$/, "");
  return `${sign}${digits.slice(0, -4)}.${fraction}`;
}
