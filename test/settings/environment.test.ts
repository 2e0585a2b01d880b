import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readBundledSettings } from "../../shared/settings/bundled.ts";
import { DIGEST_ENV, readRequired } from "../../shared/settings/environment.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { writeBundledSettings } from "./bundled-folder.ts";

test("W29 every variable that is not set is named at once", () => {
  expect(() => readRequired({ REPORTS_BUCKET: "" }, DIGEST_ENV)).toThrow(
    /REPORTS_BUCKET is not set; REPORTS_CONFIGURATION_SET is not set \(environment variables\)/,
  );
  const env = { REPORTS_BUCKET: "b", REPORTS_CONFIGURATION_SET: "c", OTHER: "x" };
  expect(readRequired(env, DIGEST_ENV)).toEqual({ bucket: "b", configurationSet: "c" });
});

const SETTINGS = {
  from: "reports@acme.example",
  alertsTo: ["ops@acme.example"],
  historyFrom: "2026-11-23",
  enterprises: { acme: { timeZone: "UTC" }, beta: { timeZone: "Europe/London" } },
};

async function folder(): Promise<{ readonly root: string; readonly env: { readonly LAMBDA_TASK_ROOT: string } }> {
  const root = await mkdtemp(join(tmpdir(), "bundle-"));
  onTestFinished(() => rm(root, { recursive: true }));
  return { root, env: { LAMBDA_TASK_ROOT: root } };
}

test("settings are read from the bundle and checked again", async () => {
  const { root, env } = await folder();
  expect(() => readBundledSettings({})).toThrow(/LAMBDA_TASK_ROOT is not set/);
  expect(() => readBundledSettings(env)).toThrow(/cannot be read as JSON/);
  await writeFile(join(root, "settings.json"), '{"from":"x"}');
  expect(() => readBundledSettings(env)).toThrow(/alertsTo: .* \(settings.json in the bundle\)/);
  await writeBundledSettings(root, SETTINGS);
  expect(readBundledSettings(env).all()).toEqual(parseSettings(SETTINGS, "test"));
  const twice = { ...SETTINGS, enterprises: [], alertsTo: ["ops@acme.example", "ops@acme.example"] };
  await writeFile(join(root, "settings.json"), JSON.stringify(twice));
  expect(() => readBundledSettings(env)).toThrow(/alertsTo\.1: is there twice \(settings.json in the bundle\)/);
});

test("one enterprise's settings are read without the others', and only by a name that stands in the settings", async () => {
  const { root, env } = await folder();
  await writeBundledSettings(root, { ...SETTINGS, spreadMinutes: 30 });
  const all = readBundledSettings(env).all();
  await writeFile(join(root, "settings/acme.json"), "damaged");
  await writeFile(join(root, "settings/other.json"), '{"timeZone":"UTC"}');
  const bundled = readBundledSettings(env);
  expect(bundled.common.enterprises).toEqual({});
  expect(bundled.of("beta").enterprises).toEqual({ beta: all.enterprises["beta"] });
  expect(bundled.of("beta")).toBe(bundled.of("beta"));
  for (const name of ["other", "../settings", "constructor", ""]) expect(bundled.of(name).enterprises).toEqual({});
  expect(() => bundled.of("acme")).toThrow(/cannot be read as JSON \(settings\/acme.json in the bundle\)/);
  expect(() => bundled.all()).toThrow(/settings\/acme.json in the bundle/);
  await writeFile(join(root, "settings/acme.json"), '{"timeZone":"Europe/Lodnon"}');
  expect(() => bundled.of("acme")).toThrow(/enterprises\.acme\.timeZone: .* \(settings\/acme.json in the bundle\)/);
});

test("hours that the clocks skip in the years ahead are only looked for before a deployment", async () => {
  const { root, env } = await folder();
  const acme = { timeZone: "Europe/London", snapshotAt: "01:30" };
  const settings = { ...SETTINGS, enterprises: { acme } };
  expect(() => parseSettings(settings, "test")).toThrow(/01:30 does not exist in Europe\/London on 2027-03-28/);
  await writeBundledSettings(root, { ...settings, enterprises: { acme: { timeZone: "Europe/London" } } });
  await writeFile(join(root, "settings/acme.json"), JSON.stringify(acme));
  expect(readBundledSettings(env).of("acme").enterprises["acme"]?.snapshotAt).toBe("01:30");
});
