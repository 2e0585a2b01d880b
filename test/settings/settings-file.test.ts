import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settingsArgument } from "../../infra/settings-argument.ts";
import { readSettingsFile, settingsPath, settingsPathOrExample } from "../../shared/settings/settings-file.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "settings-file-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the file with the settings", () => {
  test("is the named one, else the variable's, else settings.json of this folder", () => {
    const env = { REPORTS_SETTINGS: "/stages/staging.json" };
    expect(settingsPath("other.json", env)).toBe(resolve("other.json"));
    expect(settingsPath(undefined, env)).toBe("/stages/staging.json");
    expect(settingsPath(undefined, {})).toBe(resolve("settings.json"));
    expect(settingsPath(undefined, { REPORTS_SETTINGS: "" })).toBe(resolve("settings.json"));
  });

  test("is the example's for trying out, only where nothing is named; the example holds", () => {
    const example = settingsPathOrExample(undefined, {});
    expect(settingsPathOrExample("/nowhere/settings.json", {})).toBe("/nowhere/settings.json");
    expect(settingsPathOrExample(undefined, { REPORTS_SETTINGS: "/nowhere.json" })).toBe("/nowhere.json");
    // A checkout in use has a settings.json of its own.
    expect([resolve("settings.json"), resolve("docs/settings.example.json")]).toContain(example);
    expect(Object.keys(readSettingsFile(resolve("docs/settings.example.json")).enterprises)).toEqual(["demo"]);
  });

  const text = '{"from":"reports@acme.example"}';
  test.each<[string, Uint8Array | undefined, RegExp]>([
    ["is not there", undefined, /there is no such file .*Check the path, which --settings or REPORTS_SETTINGS gives/],
    ["is UTF-16", Buffer.from(`\ufeff${text}`, "utf16le"), /UTF-16; save it as UTF-8/],
    ["is Latin-1", Buffer.from('{"from":"\xe9"}', "latin1"), /not UTF-8: line 1, column 10/],
    ["is no JSON", Buffer.from("from: reports"), /the file is not JSON/],
    ["is cdk.json", Buffer.from('{"context":{}}'), /context: is not a setting/],
  ])("that %s is refused by name, with its path", (_, bytes, told) => {
    const path = join(folder, "wrong.json");
    rmSync(path, { force: true });
    if (bytes !== undefined) writeFileSync(path, bytes);
    expect(() => readSettingsFile(path)).toThrow(expect.objectContaining({ name: "InvalidSettings" }));
    expect(() => readSettingsFile(path)).toThrow(told);
    expect(() => readSettingsFile(path)).toThrow(path);
  });
});

test("each problem of the file is told with its line, a missing setting with that of what it is missing in", () => {
  const path = join(folder, "lines.json");
  const lines = ['{ "from": "nobody",', ' "alertsTo": ["ops@acme.example"], "historyFrom": "2026-11-23",'];
  lines.push(' "enterprises": {', '  "acme": {', '   "timeZone": "Moon/Sea",', '   "digests": {', '    "daily": {');
  lines.push('     "attachCsv": true }', "   }", "  }", " }", "}");
  writeFileSync(path, lines.join("\n"));
  expect(() => readSettingsFile(path)).toThrow(
    /from: .* \(line 1\); enterprises\.acme\.timeZone: .* \(line 5\); enterprises\.acme\.digests\.daily\.to: .* \(line 7\); enterprises\.acme\.digests\.daily\.attachCsv: .* \(line 8\)/,
  );
});

describe("the argument that names it", () => {
  test.each<[readonly string[], string | undefined, readonly string[]]>([
    [["--all"], undefined, ["--all"]],
    [["--all", "--settings", "a.json", "-v"], "a.json", ["--all", "-v"]],
    [["--settings=a.json"], "a.json", []],
    [["-c", "settings=a.json", "-c", "k=v"], "a.json", ["-c", "k=v"]],
    [["--context=settings=a.json", "--context", "k=v"], "a.json", ["--context", "k=v"]],
    [["--settings", "a.json", "-c", "settings=b.json"], "a.json", []],
  ])("of %j is %s, and the CDK CLI gets %j", (args, settings, others) => {
    expect(settingsArgument(args, {})).toEqual({ settings, others });
  });

  test.each<[readonly string[], Readonly<Record<string, string>>, RegExp]>([
    [["--settings"], {}, /--settings names no file/],
    [["--settings="], {}, /--settings names no file/],
    [["--settings", "a", "--settings", "b"], {}, /--settings is there twice/],
    [["a.json"], { npm_config_settings: "true" }, /npm took --settings for itself.*Write -- before it/],
  ])("%j with %j is wrong usage, instead of a deployment of something else", (args, env, told) => {
    expect(() => settingsArgument(args, env)).toThrow(told);
  });
});
