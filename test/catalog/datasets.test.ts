import { describe, expect, test } from "vitest";
import { type Columns, isListColumn } from "../../shared/catalog/column.ts";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { pathsOf } from "../../shared/catalog/field-drift.ts";
import { type ApiRecord, campaignRecord, contractRecord, jobRecord } from "./documented-records.ts";

const RECORDS: readonly [keyof typeof DATASETS, ApiRecord][] = [
  ["campaigns", campaignRecord()],
  ["publisher-contracts", contractRecord()],
  ["integration-jobs", jobRecord()],
];

describe.each(RECORDS)("%s", (name, record) => {
  const dataset = DATASETS[name];

  test("every field that holds a canary is declared as never stored, and why", () => {
    const declared = dataset.notStored.map(({ path }) => path);
    for (const path of pathsWith("CANARY", record)) {
      expect([path, declared.some((known) => path === known || path.startsWith(`${known}.`))]).toEqual([path, true]);
    }
  });

  test("no column reads a field that is never stored", () => {
    const read = pathsOfColumns(dataset.columns);
    for (const { path } of dataset.notStored) {
      expect(
        read.filter((each) => each === path || each.startsWith(`${path}.`) || path.startsWith(`${each}.`)),
      ).toEqual([]);
    }
  });

  test("a day's instant comes before it, since rows are read in order", () => {
    const names = Object.keys(dataset.columns);
    for (const [column, { source }] of Object.entries(dataset.columns as Columns)) {
      if (source.kind === "day-of") expect(names.indexOf(source.column)).toBeLessThan(names.indexOf(column));
    }
  });
});

function pathsOfColumns(columns: Columns): string[] {
  return Object.values(columns).flatMap((column) =>
    isListColumn(column)
      ? pathsOfColumns(column.element).map((path) => `${pathsOf(column.source)[0]}.${path}`)
      : pathsOf(column.source),
  );
}

function pathsWith(text: string, value: unknown, path = ""): string[] {
  if (typeof value === "string") return value.includes(text) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    pathsWith(text, inner, path === "" ? name : `${path}.${name}`),
  );
}
