import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ReportsError } from "../../shared/platform/errors.ts";
import { readJsonFile } from "../../shared/platform/json-file.ts";
import { ENTERPRISE_PATTERN } from "../../shared/settings/patterns.ts";
import type { Settings, SettingsInput } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";

/** Where mails of an enterprise that is in no settings are addressed; they end in the outbox folder. */
const OUTBOX_ADDRESS = "outbox@reports.example";

/**
 * The same object the stack takes: `context.reports` of cdk.json, or the object in `file`.
 * @throws InvalidSettings
 */
export async function readSettings(file: string | undefined): Promise<Settings> {
  const path = resolve(file ?? "cdk.json");
  const json = await readJson(path);
  if (file !== undefined && !hasContext(json)) return parseSettings(json, path);
  return parseSettings(hasContext(json) ? json.context.reports : undefined, `context.reports in ${path}`);
}

/** An enterprise that is in no settings works locally: UTC, a digest `daily` with the defaults, an outbox address. */
export function withEnterprise(settings: Settings, enterprise: string): Settings {
  if (Object.hasOwn(settings.enterprises, enterprise)) return settings;
  if (!ENTERPRISE_PATTERN.test(enterprise)) return settings;
  const added: SettingsInput["enterprises"] = {
    [enterprise]: { timeZone: "UTC", digests: { daily: { to: [OUTBOX_ADDRESS] } } },
  };
  const defaults = parseSettings({ ...settings, enterprises: added }, `the defaults of ${enterprise}`);
  return { ...settings, enterprises: { ...settings.enterprises, ...defaults.enterprises } };
}

function hasContext(json: unknown): json is { context: { reports: unknown } } {
  if (typeof json !== "object" || json === null || !("context" in json)) return false;
  return typeof json.context === "object" && json.context !== null && "reports" in json.context;
}

async function readJson(path: string): Promise<unknown> {
  const bytes = await readFile(path).catch(() => undefined);
  const read = bytes && readJsonFile(bytes);
  if (read?.ok === true) return read.value;
  throw new ReportsError("InvalidSettings", {
    what: read?.problem ?? "the file cannot be read",
    where: path,
    remedy: read === undefined ? "Run from the project's folder, or name a file with --settings" : "Correct it there",
  });
}
