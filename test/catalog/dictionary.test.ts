import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { dataDictionary } from "../../shared/catalog/dictionary.ts";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { RECORD_TABLES } from "../../shared/catalog/records.ts";
import { VIEWS } from "../../shared/catalog/views.ts";

test("docs/data-dictionary.md is current: npm run docs writes it", async () => {
  const filed = await readFile(new URL("../../docs/data-dictionary.md", import.meta.url), "utf8");
  expect(filed).toBe(dataDictionary());
});

test("every table, view, column and named query is in the dictionary", () => {
  const dictionary = dataDictionary();
  const named = [
    ...Object.values(DATASETS).map(({ table, columns }) => ({ name: table, columns })),
    ...RECORD_TABLES,
    ...VIEWS,
  ];
  for (const { name, columns } of named) {
    expect(dictionary).toContain(`\n### ${name}\n`);
    for (const column of Object.keys(columns)) expect(dictionary).toContain(`| \`${column}\` |`);
  }
  for (const { name, question } of namedQueries()) expect(dictionary).toContain(`| \`${name}\` | ${question} |`);
});

test("no comment is empty or breaks its row", () => {
  for (const view of VIEWS) {
    for (const [name, { comment }] of Object.entries(view.columns)) {
      expect(comment, `${view.name}.${name}`).toMatch(/^\S.*[.:)]$/);
    }
  }
});
