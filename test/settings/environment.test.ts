import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readBundledSettings } from "../../shared/settings/bundled.ts";
import { DIGEST_ENV, readRequired } from "../../shared/settings/environment.ts";
import { parseSettings } from "../../shared/settings/settings.ts";

test("W29 every variable that is not set is named at once", () => {
  expect(() => readRequired({ REPORTS_BUCKET: "" }, DIGEST_ENV)).toThrow(
    /REPORTS_BUCKET is not set; REPORTS_CONFIGURATION_SET is not set \(environment variables\)/,
  );
  const env = { REPORTS_BUCKET: "b", REPORTS_CONFIGURATION_SET: "c", OTHER: "x" };
  expect(readRequired(env, DIGEST_ENV)).toEqual({ bucket: "b", configurationSet: "c" });
});

test("settings are read from the bundle and checked again", async () => {
  const root = await mkdtemp(join(tmpdir(), "bundle-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const env = { LAMBDA_TASK_ROOT: root };
  expect(() => readBundledSettings({})).toThrow(/LAMBDA_TASK_ROOT is not set/);
  expect(() => readBundledSettings(env)).toThrow(/cannot be read as JSON/);
  await writeFile(join(root, "settings.json"), '{"from":"x"}');
  expect(() => readBundledSettings(env)).toThrow(/alertsTo: .* \(settings.json in the bundle\)/);
  const settings = {
    from: "reports@acme.example",
    alertsTo: ["ops@acme.example"],
    historyFrom: "2026-11-23",
    enterprises: { acme: { timeZone: "UTC" } },
  };
  await writeFile(join(root, "settings.json"), JSON.stringify(settings));
  expect(readBundledSettings(env).enterprises["acme"]?.timeZone).toBe("UTC");
  const twice = { ...settings, alertsTo: ["ops@acme.example", "ops@acme.example"] };
  await writeFile(join(root, "settings.json"), JSON.stringify(twice));
  expect(() => readBundledSettings(env)).toThrow(/alertsTo\.1: is there twice \(settings.json in the bundle\)/);
});

test("hours that the clocks skip in the years ahead are only looked for before a deployment", async () => {
  const root = await mkdtemp(join(tmpdir(), "bundle-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const settings = {
    from: "reports@acme.example",
    alertsTo: ["ops@acme.example"],
    historyFrom: "2026-11-23",
    enterprises: { acme: { timeZone: "Europe/London", snapshotAt: "01:30" } },
  };
  expect(() => parseSettings(settings, "test")).toThrow(/01:30 does not exist in Europe\/London on 2027-03-28/);
  await writeFile(join(root, "settings.json"), JSON.stringify(settings));
  expect(readBundledSettings({ LAMBDA_TASK_ROOT: root }).enterprises["acme"]?.snapshotAt).toBe("01:30");
});
