import { describe, expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderHtml, renderText } from "../../shared/digest/frame/mail.ts";
import { subjectOf } from "../../shared/digest/frame/subject.ts";
import { renderCsv } from "../../shared/digest/frame/tables.ts";
import type { DigestInput } from "../../shared/digest/input/digest-input.ts";
import { addDays } from "../../shared/platform/day.ts";
import { accountOf } from "./account.ts";
import { goldenFile } from "./golden-file.ts";
import { campaign, inputOf, pounds, snapshot } from "./rows.ts";

const DATE = "2026-11-24";
const quiet = [
  snapshot("2026-11-23", [campaign({ billable_leads: 220 })]),
  snapshot(DATE, [campaign({ billable_leads: 240 })]),
];

const BY_ADVERTISER = { audience: "advertiser", filter: { advertisers: [319] } };
const WEEK = { since: "2026-11-17" };
/** Nothing came since yesterday, and the week before was fast enough. */
const still = Array.from({ length: 9 }, (_, day) =>
  snapshot(addDays(DATE, day - 8), [
    campaign({ billable_leads: 210 + Math.min(day, 7) * 10, revenue: pounds(2_100 + Math.min(day, 7) * 100) }),
    campaign({ id: 2, name: "Campaign without an end", end_date: null, uncapped: true, billable_leads: 40 }),
  ]),
);

const MAILS: Readonly<Record<string, () => DigestInput>> = {
  daily: () => accountOf(DATE, 40),
  incomplete: () => ({ ...accountOf(DATE, 12), date: "2026-11-25", since: "2026-11-24" }),
  "money-only": () => accountOf(DATE, 12, { sections: ["money"] }),
  publisher: () => accountOf(DATE, 40, { audience: "publisher", filter: { publishers: [7] } }),
  advertiser: () => accountOf(DATE, 40, { audience: "advertiser", filter: { advertisers: [301] } }, WEEK),
  "advertiser-calm": () => inputOf(DATE, { campaigns: still, settings: BY_ADVERTISER }),
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
