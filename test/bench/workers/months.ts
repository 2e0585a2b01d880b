// One month of one dataset as the months function makes it, verification included, on a folder.
import { makeMonths } from "../../../functions/months/job.ts";
import type { DatasetName } from "../../../shared/catalog/datasets.ts";
import { monthOf } from "../../../shared/platform/month.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { closedAt, daysOfMonth } from "../../../shared/snapshot/months.ts";
import { answer, inputOf, measure } from "../measure.ts";
import { SILENT } from "./stand-ins.ts";

export interface MonthsInput {
  readonly folder: string;
  readonly dataset: DatasetName;
  readonly month: string;
}

const ENTERPRISE = "demo";
const { folder, dataset, month } = inputOf<MonthsInput>();
const store = createFolderStore(folder);
const settings = parseSettings(
  {
    ...{ from: "r@acme.example", alertsTo: ["ops@acme.example"], historyFrom: `${monthOf(month)}-01` },
    enterprises: { [ENTERPRISE]: { timeZone: "UTC" } },
  },
  "bench",
);
const now = closedAt(month);
const clock = { now: () => now, sleep: async () => {} };
const deps = { settings, store, clock, log: SILENT, metrics: { put: () => {} } };
const days = await daysOfMonth(store, dataset, { enterprise: ENTERPRISE, month });
answer(
  await measure(async () => {
    const { months } = await makeMonths(deps, { enterprise: ENTERPRISE, dataset, month, dryRun: true });
    const [made] = months;
    if (made?.outcome !== "dry-run") throw new Error(`the month was not made: ${JSON.stringify(made)}`);
    const dayBytes = days.reduce((sum, { bytes }) => sum + bytes, 0);
    return { rows: made.rows ?? 0, bytes: made.bytes ?? 0, days: days.length, dayBytes };
  }),
);
