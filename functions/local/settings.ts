import type { Environment } from "../../shared/settings/environment.ts";
import { ENTERPRISE_PATTERN } from "../../shared/settings/patterns.ts";
import type { Settings, SettingsInput } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import {
  isExample,
  readSettingsFile,
  settingsPath,
  settingsPathOrExample,
} from "../../shared/settings/settings-file.ts";

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

/**
 * An enterprise that the settings do not hold works where there are none but the example's, and where CONVERTR_BASE_URL names an API: in
 * UTC, with a digest `daily` by the defaults and an outbox address. Beside settings of somebody's own it is a slip of the pen, and its
 * name would become that of a host which is sent the password.
 * @param file where the settings were read from, as a command's option names it
 */
export function withEnterprise(
  settings: Settings,
  enterprise: string,
  file: string | undefined,
  env: Environment = process.env,
): Settings {
  if (Object.hasOwn(settings.enterprises, enterprise) || !ENTERPRISE_PATTERN.test(enterprise)) return settings;
  if (!isExample(file, env) && (env["CONVERTR_BASE_URL"] ?? "") === "") return settings;
  const added: SettingsInput["enterprises"] = {
    [enterprise]: { timeZone: "UTC", digests: { daily: { to: [OUTBOX_ADDRESS] } } },
  };
  const defaults = parseSettings({ ...settings, enterprises: added }, `the defaults of ${enterprise}`);
  return { ...settings, enterprises: { ...settings.enterprises, ...defaults.enterprises } };
}
