import { expect, test } from "vitest";
import { monthsCheck } from "../../../functions/local/doctor/aws-months.ts";
import { makeMonths } from "../../../functions/months/job.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import { CLOSED, publishDay, rowOf, runOn } from "../../functions/months/months-world.ts";

const DAYS_LATER = CLOSED + 5 * 86_400_000;

test("a closed month without its object fails where SQL would take it, and is only told of where it would not", async () => {
  const store = createMemoryStore();
  const look = (months: boolean, now = DAYS_LATER) =>
    monthsCheck({ store, settings: { historyFrom: "2026-09-15", months }, enterprise: "acme", now });
  expect(await look(true)).toMatchObject({ status: "not-applicable", found: "none has closed yet" });
  for (const date of ["2026-09-30", "2026-10-01"]) {
    await publishDay(store, { date, rows: [rowOf(DATASETS.campaigns, date, { id: 1 })] });
  }
  expect(await look(true)).toMatchObject({
    status: "fail",
    found: expect.stringMatching(/^0 of 2 .*without campaigns 2026-09, campaigns 2026-10: their rows/),
  });
  // October has closed an hour ago: its turn will come.
  expect((await look(true, CLOSED)).found).toMatch(/^0 of 1 .*without campaigns 2026-09:/);
  expect(await look(false)).toMatchObject({ status: "pass", found: expect.stringMatching(/^0 of 2 .* each night/) });
  await makeMonths(runOn(store).deps, { dryRun: false });
  expect(await look(true)).toMatchObject({ status: "pass", found: "2 of 2 closed months are there" });
});
