import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderCsv } from "../../shared/digest/frame/csv.ts";
import { subjectOf } from "../../shared/digest/frame/headline-words.ts";
import { renderHtml } from "../../shared/digest/frame/html.ts";
import { renderText } from "../../shared/digest/frame/text.ts";
import type { DigestInput } from "../../shared/digest/input/digest-input.ts";
import { accountOf } from "./account.ts";
import { campaign, inputOf, snapshot } from "./rows.ts";

const FOLDER = new URL("../golden/digest/", import.meta.url);
/** Written only on demand: `UPDATE_GOLDEN=1 npx vitest run --config test/vitest.config.ts test/digest/golden.test.ts`. */
const UPDATE = process.env["UPDATE_GOLDEN"] === "1" && process.env["CI"] === undefined;

function expectGolden(name: string, content: string): void {
  const file = new URL(name, FOLDER);
  if (UPDATE) {
    mkdirSync(new URL(".", file), { recursive: true });
    writeFileSync(file, content);
  }
  expect(existsSync(file), `${name} is missing; see UPDATE_GOLDEN`).toBe(true);
  expect(content).toBe(readFileSync(file, "utf8"));
}

const DATE = "2026-11-24";
const quiet = [
  snapshot("2026-11-23", [campaign({ billable_leads: 220 })]),
  snapshot(DATE, [campaign({ billable_leads: 240 })]),
];

const MAILS: Readonly<Record<string, () => DigestInput>> = {
  daily: () => accountOf(DATE, 40),
  incomplete: () => ({ ...accountOf(DATE, 12), date: "2026-11-25", since: "2026-11-24" }),
  publisher: () => accountOf(DATE, 40, { audience: "publisher", filter: { publishers: [7] } }),
  "german-weekly": () =>
    accountOf(DATE, 12, { locale: "de-DE", period: "week", days: ["TUE"] }, { since: "2026-11-17", digest: "wochen" }),
  quiet: () => inputOf(DATE, { campaigns: quiet }),
};

describe.each(Object.entries(MAILS))("the mail “%s” is the one kept in test/golden", (name, input) => {
  const model = buildDigest(input());

  test("as HTML", () => expectGolden(`${name}/digest.html`, renderHtml(model)));
  test("as text, below its subject", () =>
    expectGolden(`${name}/digest.txt`, `${subjectOf(model)}\n\n${renderText(model)}`));
  test("as CSV", () => {
    for (const file of renderCsv(model)) expectGolden(`${name}/${file.name}`, file.content);
  });
});
