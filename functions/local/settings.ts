import { ENTERPRISE_PATTERN } from "../../shared/settings/patterns.ts";
import type { Settings, SettingsInput } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { readSettingsFile, settingsPath, settingsPathOrExample } from "../../shared/settings/settings-file.ts";

/** Where mails of an enterprise that is in no settings are addressed; they end in the outbox folder. */
const OUTBOX_ADDRESS = "outbox@reports.example";

/**
 * The settings to try things out by: the example's where there are none.
 * @throws InvalidSettings
 */
export const readSettings = async (file: string | undefined): Promise<Settings> =>
  readSettingsFile(settingsPathOrExample(file, process.env));

/**
 * The settings of a deployment, for what acts on AWS.
 * @throws InvalidSettings, also when there are none
 */
export const readDeployedSettings = async (file: string | undefined): Promise<Settings> =>
  readSettingsFile(settingsPath(file, process.env));

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
