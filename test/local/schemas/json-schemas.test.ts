import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { jsonSchemas, SCHEMAS_FOLDER } from "../../../functions/local/schemas/json-schemas.ts";

const published = new Map(
  readdirSync(SCHEMAS_FOLDER).map((file) => [file, readFileSync(join(SCHEMAS_FOLDER, file), "utf8")]),
);

/** A validator of another make, reading the files as an editor does. */
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
addFormats.default(ajv);
for (const [file, text] of published) ajv.addSchema(JSON.parse(text), file);
const problems = (file: string, value: unknown): string[] => {
  const validate = ajv.getSchema(file);
  if (validate === undefined) throw new Error(`no schema ${file}`);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

test("the published schemas are what the code makes now; `npm run schemas` writes them", () => {
  expect(published).toEqual(jsonSchemas());
});

test("the example of settings names its schema and holds by it, and cdk.json has none of them", () => {
  const settings = JSON.parse(readFileSync("docs/settings.example.json", "utf8"));
  expect(join("docs", settings.$schema)).toBe(join(SCHEMAS_FOLDER, "settings.schema.json"));
  expect(problems("settings.schema.json", settings)).toEqual([]);
  settings.enterprises.demo.timezone = "UTC";
  settings.enterprises.demo.snapshotAt = "5:00";
  expect(problems("settings.schema.json", settings).length).toBeGreaterThan(0);
  expect(JSON.parse(readFileSync("cdk.json", "utf8")).context).not.toHaveProperty("reports");
});

describe("an editor", () => {
  const allKeysDescribed = (schema: Record<string, unknown>, path = ""): string[] =>
    Object.entries(schema).flatMap(([key, value]) => {
      if (typeof value !== "object" || value === null) return [];
      const at = `${path}/${key}`;
      if (key !== "properties") return allKeysDescribed(value as Record<string, unknown>, at);
      return Object.entries(value as Record<string, Record<string, unknown>>).flatMap(([name, inner]) => [
        ...(typeof inner["description"] === "string" ? [] : [`${at}/${name}`]),
        ...allKeysDescribed(inner, `${at}/${name}`),
      ]);
    });

  test.each([...published.keys()])("has words for every key of %s", (file) => {
    expect(allKeysDescribed(JSON.parse(published.get(file) ?? ""))).toEqual([]);
  });

  test.each([
    ["snapshot-event.schema.json", { enterprise: "acme", dataset: "campaigns", overwrite: true }, true],
    [
      "snapshot-event.schema.json",
      { enterprise: "acme", dataset: "campaigns", scheduledTime: "2026-11-23T05:00:00Z" },
      true,
    ],
    ["snapshot-event.schema.json", { enterprise: "acme", dataset: "leads" }, true],
    ["snapshot-event.schema.json", { enterprise: "acme", dataset: "publishers" }, false],
    ["snapshot-event.schema.json", { enterprise: "acme", dataset: "campaigns", date: "23.11.2026" }, false],
    ["snapshot-event.schema.json", { enterprise: "Acme", dataset: "campaigns" }, false],
    ["digest-event.schema.json", { enterprise: "acme", digest: "daily", to: ["me@acme.example"] }, true],
    ["digest-event.schema.json", { enterprise: "acme", digest: "daily", to: [] }, false],
    ["digest-event.schema.json", { enterprise: "acme", digest: "daily", dryrun: true }, false],
    ["watch-event.schema.json", {}, true],
    ["watch-event.schema.json", { enterprise: "acme" }, false],
  ])("by %s takes %j: %s", (file, event, good) => {
    expect(problems(file, event).length === 0).toBe(good);
  });
});
