import { expect, test } from "vitest";
import { decimalText } from "../../shared/digest/drawing/decimal-text.ts";

test.each([
  [0n, "0.00"],
  [165_000n, "16.50"],
  [10_000n, "1.00"],
  [12_345n, "1.2345"],
  [12_340n, "1.234"],
  [1n, "0.0001"],
  [-5n, "-0.0005"],
  [-165_000n, "-16.50"],
  [999_999_999_999_999_999n, "99999999999999.9999"],
])("%i ten-thousandths are %s", (amount, text) => {
  expect(decimalText(amount)).toBe(text);
});
