import { describe, expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderCsv } from "../../shared/digest/frame/tables.ts";
import { renderHtml, renderText } from "../../shared/digest/frame/mail.ts";
import { subjectOf } from "../../shared/digest/frame/subject.ts";
import type { DigestInput } from "../../shared/digest/input/digest-input.ts";
import { accountOf } from "./account.ts";
import { goldenFile } from "./golden-file.ts";
import { campaign, inputOf, snapshot } from "./rows.ts";

const DATE = "2026-11-24";
const quiet = [
  snapshot("2026-11-23", [campaign({ billable_leads: 220 })]),
  snapshot(DATE, [campaign({ billable_leads: 240 })]),
];

const MAILS: Readonly<Record<string, () => DigestInput>> = {
  daily: () => accountOf(DATE, 40),
  incomplete: () => ({ ...accountOf(DATE, 12), date: "2026-11-25", since: "2026-11-24" }),
  "money-only": () => accountOf(DATE, 12, { sections: ["money"] }),
  publisher: () => accountOf(DATE, 40, { audience: "publisher", filter: { publishers: [7] } }),
  "german-weekly": () =>
    accountOf(DATE, 12, { locale: "de-DE", period: "week", days: ["TUE"] }, { since: "2026-11-17", digest: "wochen" }),
  quiet: () => inputOf(DATE, { campaigns: quiet }),
};

describe.each(Object.entries(MAILS))("the mail “%s” is the one kept in test/golden", (name, input) => {
  const model = buildDigest(input());

  const expectGolden = (file: string, content: string): void =>
    expect(content).toBe(goldenFile(`${name}/${file}`, content));

  test("as HTML", () => expectGolden("digest.html", renderHtml(model)));
  test("as text, below its subject", () => expectGolden("digest.txt", `${subjectOf(model)}\n\n${renderText(model)}`));
  test("as CSV", () => {
    for (const file of renderCsv(model)) expectGolden(file.name, file.content);
  });
});
