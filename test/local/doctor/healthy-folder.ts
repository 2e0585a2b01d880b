import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sendDigest } from "../../../functions/digest/job.ts";
import { localDigestDependencies, localSnapshotDependencies } from "../../../functions/local/dependencies.ts";
import type { DoctorOptions } from "../../../functions/local/doctor/diagnose.ts";
import { diagnose } from "../../../functions/local/doctor/diagnose.ts";
import type { CheckFinding } from "../../../functions/local/doctor/finding.ts";
import { serveApi } from "../../../functions/local/simulated-api/serve-api.ts";
import { DEFAULT_CREDENTIALS } from "../../../functions/local/simulated-api/server.ts";
import { takeSnapshot } from "../../../functions/snapshot/job.ts";
import { DEFAULT_DATASETS } from "../../../shared/catalog/datasets.ts";
import { addDays, type Day, dayOf } from "../../../shared/platform/day.ts";
import type { SettingsInput } from "../../../shared/settings/schema.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";

const ZONE = "Europe/London";
export const TODAY: Day = dayOf(Date.now(), ZONE);
export const SETTINGS: SettingsInput = {
  from: "Lead reports <reports@acme.example>",
  alertsTo: ["ops@acme.example"],
  historyFrom: addDays(TODAY, -35),
  enterprises: {
    acme: {
      timeZone: ZONE,
      rotatePassword: true,
      digests: { daily: { to: ["one@acme.example", "two@acme.example"], days: everyDay() } },
    },
  },
};

function everyDay() {
  return ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as ("MON" | "TUE")[];
}

/** A simulated account. With fewer campaigns it is one that a demoted service user would see. */
export const account = (campaigns: number) => serveApi({ port: 0, seed: 1, latencyMs: 0, campaigns });

export interface HealthyFolder {
  readonly data: string;
  /** What `--settings` takes. */
  readonly settings: string;
  readonly env: NodeJS.ProcessEnv;
  /** A copy to break things in. */
  copy(): Promise<string>;
  remove(): Promise<void>;
}

/** Today's snapshots and mail of an account, taken as the local runner takes them. */
export async function healthyFolder(baseUrl: string): Promise<HealthyFolder> {
  const folder = await mkdtemp(join(tmpdir(), "doctor-"));
  const data = join(folder, "data");
  const settings = parseSettings(SETTINGS, "test");
  const credentials = { get: async () => ({ ...DEFAULT_CREDENTIALS, version: "1" }) };
  const deps = localSnapshotDependencies({ data, settings, credentials, baseUrl });
  for (const dataset of DEFAULT_DATASETS) {
    await takeSnapshot(deps, { enterprise: "acme", dataset, overwrite: false, acceptShrunk: false, dryRun: false });
  }
  const answer = await sendDigest(localDigestDependencies({ data, settings }), {
    ...{ enterprise: "acme", digest: "daily", dryRun: false, force: false },
  });
  if (answer.outcome !== "sent") throw new Error(`the mail ended as ${answer.outcome}`);
  const settingsFile = join(folder, "settings.json");
  await writeFile(settingsFile, JSON.stringify(SETTINGS));
  let copies = 0;
  return {
    data,
    settings: settingsFile,
    env: {
      CONVERTR_BASE_URL: baseUrl,
      CONVERTR_USERNAME: DEFAULT_CREDENTIALS.username,
      CONVERTR_PASSWORD: DEFAULT_CREDENTIALS.password,
    },
    copy: async () => {
      const to = join(folder, `copy-${++copies}`);
      await cp(data, to, { recursive: true });
      return to;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Findings by check, as `status: found`. */
export async function findings(
  options: Partial<DoctorOptions> & Pick<DoctorOptions, "data">,
  env: NodeJS.ProcessEnv,
): Promise<ReadonlyMap<string, CheckFinding>> {
  const found = new Map<string, CheckFinding>();
  for await (const finding of diagnose({ enterprise: "acme", ...options }, env)) {
    if (found.has(finding.check)) throw new Error(`${finding.check} is told twice`);
    found.set(finding.check, finding);
  }
  return found;
}

/** Names of the checks that failed. */
export const failures = (found: ReadonlyMap<string, CheckFinding>): string[] =>
  [...found.values()].filter(({ status }) => status === "fail").map(({ check }) => check);
