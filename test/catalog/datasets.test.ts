import { describe, expect, test } from "vitest";
import { type Column, type Columns, isListColumn } from "../../shared/catalog/column.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { DATASETS, DAY_ORDER, DEFAULT_DATASETS } from "../../shared/catalog/datasets.ts";
import { pathsOf } from "../../shared/catalog/rows/field-drift.ts";
import { type ApiRecord, campaignRecord, contractRecord, jobRecord } from "./documented-records.ts";

const RECORDS: readonly [keyof typeof DATASETS, ApiRecord][] = [
  ["campaigns", campaignRecord()],
  ["publisher-contracts", contractRecord()],
  ["integration-jobs", jobRecord()],
  ["contract-versions", contractRecord()],
];

const ALL: readonly Dataset[] = Object.values(DATASETS);

describe("the datasets together", () => {
  test("each has a name, a table and a place of its own, and the places are all from 1 on", () => {
    for (const field of ["name", "table", "words"] as const)
      expect(new Set(ALL.map((one) => one[field])).size).toBe(ALL.length);
    expect(ALL.map(({ place }) => place).toSorted((a, b) => a - b)).toEqual(ALL.map((_, at) => at + 1));
  });

  test("the day takes each once: by place, those that are opted into after all others", () => {
    expect(DAY_ORDER.toSorted()).toEqual(Object.keys(DATASETS).toSorted());
    const isOptIn = DAY_ORDER.map((name) => DATASETS[name].optIn);
    expect(isOptIn.lastIndexOf(false)).toBe(DEFAULT_DATASETS.length - 1);
    for (const group of [false, true]) {
      const places = DAY_ORDER.map((name) => DATASETS[name]).filter(({ optIn }) => optIn === group);
      expect(places).toEqual(places.toSorted((a, b) => a.place - b.place));
    }
  });

  test("campaigns come after what refers to them, so that whoever is named is in the day's snapshot", () => {
    const before = DAY_ORDER.slice(0, DAY_ORDER.indexOf("campaigns"));
    expect(before).toEqual(expect.arrayContaining(["publisher-contracts", "integration-jobs"]));
  });

  test("a file that the digest reads is told from another dataset's by a column", () => {
    for (const { name, digest, columns } of ALL) {
      if (digest === null) continue;
      const owners = ALL.filter((other) => digest.ownColumn in other.columns).map((other) => other.name);
      expect(owners).toEqual([name]);
      for (const path of [...digest.points, ...digest.details])
        expect(columns).toHaveProperty(path.split(".")[0] ?? "");
    }
  });

  test("leads alone are in parts: what collects parts knows no other", () => {
    expect(ALL.filter(({ inParts }) => inParts).map(({ name }) => name)).toEqual(["leads"]);
  });
});

describe.each(RECORDS)("%s", (name, record) => {
  const dataset = DATASETS[name];

  test("every field that holds a canary is declared as never stored, and why", () => {
    // Of a person a column takes the id alone, as test/catalog/rows proves.
    const people = Object.values<Column>(dataset.columns).flatMap(({ source }) =>
      source.kind === "person" ? [source.path] : [],
    );
    const declared = [...Object.values(dataset.notStored).flat(), ...people];
    for (const path of pathsWith("CANARY", record)) {
      expect([path, declared.some((known) => path === known || path.startsWith(`${known}.`))]).toEqual([path, true]);
    }
  });

  test("no column reads a field that is never stored", () => {
    const read = pathsOfColumns(dataset.columns);
    for (const path of Object.values(dataset.notStored).flat()) {
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
