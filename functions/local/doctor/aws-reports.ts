import { atOnce } from "../../../shared/platform/at-once.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { dayOf } from "../../../shared/platform/day.ts";
import { type AthenaOptions, createAthenaClient } from "../../../shared/reports/athena/client.ts";
import { validate } from "../../../shared/reports/athena/validate.ts";
import type { CheckedReport } from "../../../shared/reports/checked.ts";
import { checkReports } from "../../../shared/reports/checks/check-reports.ts";
import { periodOf } from "../../../shared/reports/names.ts";
import { membersOf } from "../../../shared/settings/recipients.ts";
import type { EnterpriseSettings, Settings } from "../../../shared/settings/schema.ts";
import { sqlOf } from "../../report/parts.ts";
import type { Deployment } from "../aws/deployment.ts";
import { AWS_TIMEOUTS } from "../aws/timeouts.ts";
import { type CheckFinding, failedBy, notApplicable, pass } from "./finding.ts";

export interface ReportsCheck {
  readonly deployment: Pick<Deployment, "AthenaWorkGroup" | "GlueDatabase">;
  readonly settings: Settings;
  /** Of the settings, which the files of reports are relative to. */
  readonly folder: string;
  readonly enterprise: string;
  readonly of: EnterpriseSettings;
  /** Epoch ms. */
  readonly now: number;
}

/** What finds no text to look at. */
export const REPORTS_CHECK = "SQL of reports";

/** Athena queues more, but other people's queries of the account wait in the same queue. */
const AT_ONCE = 5;
/** Nobody waits longer for a diagnosis. */
const LONGEST_MS = 2 * 60_000;

/** Every text of an enterprise's reports as it would be run today, each looked at by Athena itself, which sees what synth cannot. */
export async function* reportsChecks(check: ReportsCheck): AsyncGenerator<CheckFinding> {
  const { deployment, settings, folder, enterprise, of, now } = check;
  let reports: readonly CheckedReport[];
  try {
    reports = await checkReports({ ...settings, enterprises: { [enterprise]: of } }, { folder });
  } catch (error) {
    yield failedBy(REPORTS_CHECK, error);
    return;
  }
  if (reports.length === 0) {
    yield notApplicable(REPORTS_CHECK, "the settings hold no report of the enterprise");
    return;
  }
  const client = createAthenaClient(AWS_TIMEOUTS);
  const deadline = systemClock.now() + LONGEST_MS;
  const options: AthenaOptions = {
    ...{ client, workGroup: deployment.AthenaWorkGroup, database: deployment.GlueDatabase },
    ...{ clock: systemClock, deadline: () => deadline },
  };
  const date = dayOf(now, of.timeZone);
  const texts = reports.flatMap((report) => {
    // A text that is right for one member is right for all.
    const [member = null] = membersOf(report.settings);
    const run = { report, enterprise: of, member, period: periodOf(report.settings, date, of) };
    return report.parts.map((part) => ({
      where: `report ${enterprise}/${report.name}/${part.name}`,
      sql: sqlOf(run, part),
    }));
  });
  try {
    yield* await atOnce(texts, AT_ONCE, (text) => looked(options, text));
  } finally {
    client.destroy();
  }
}

async function looked(options: AthenaOptions, text: { readonly sql: string; readonly where: string }) {
  try {
    await validate(options, text);
    return pass(text.where, "Athena would run it");
  } catch (error) {
    return failedBy(text.where, error);
  }
}
