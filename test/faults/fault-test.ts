import { test } from "vitest";
import { CATALOGUE, type FaultId } from "./catalogue.ts";

/** A test of one line of the catalogue, named by it. */
export function faultTest(id: FaultId, variant: string, run: () => unknown, timeoutMs = 120_000): void {
  const [fault, expected] = CATALOGUE[id];
  const told = variant === "" ? "" : ` [${variant}]`;
  test(`${id}: ${fault}: ${expected}${told}`, { timeout: timeoutMs }, async () => {
    await run();
  });
}
