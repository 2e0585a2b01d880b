// Instead of `shared/settings/fields.ts`: the settings were checked when the bundle was made, and here are proven to be the same.
import { createHash } from "node:crypto";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { Settings } from "../../../shared/settings/schema.ts";

/** Of the settings as compact JSON; put in by the bundler. */
declare const SETTINGS_SHA256: string;

/** @throws InvalidSettings when they are other settings than the bundle was made with */
export function checkFields(input: unknown, where: string): Settings {
  const sha256 = createHash("sha256").update(JSON.stringify(input)).digest("hex");
  if (sha256 === SETTINGS_SHA256) return input as Settings;
  throw new ReportsError("InvalidSettings", {
    what: "the settings are not those that the function was built with, so nobody has checked them",
    where,
    remedy: "Change cdk.json, and deploy the stack again: it checks the settings and writes the file",
  });
}
