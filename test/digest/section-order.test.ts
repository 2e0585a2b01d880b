import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderCsv } from "../../shared/digest/frame/csv.ts";
import { renderHtml } from "../../shared/digest/frame/html.ts";
import { renderText } from "../../shared/digest/frame/text.ts";
import { expectedDatasets, sectionsOf } from "../../shared/digest/sections/registry.ts";
import { SECTION_SETTINGS, type SectionSetting } from "../../shared/settings/schema.ts";
import { accountOf } from "./account.ts";
import { digestSettings } from "./rows.ts";

const TITLES: Readonly<Record<SectionSetting, string>> = {
  pacing: "Pacing",
  quality: "Publisher quality",
  money: "Money",
  contracts: "Contracts needing action",
  integrations: "Integration jobs",
};

/** The settings' sections by where their heading stands in the mail. */
function orderIn(mail: string, heading: (title: string) => RegExp): readonly SectionSetting[] {
  const at = (name: SectionSetting) => mail.search(heading(TITLES[name]));
  return SECTION_SETTINGS.filter((name) => at(name) >= 0).toSorted((a, b) => at(a) - at(b));
}

test.each([
  [["pacing", "quality", "money", "contracts", "integrations"]],
  [["integrations", "contracts", "money", "quality", "pacing"]],
  [["money", "pacing"]],
] as const)("sections come in the order of the settings, in HTML, text and CSV: %j", (sections) => {
  const model = buildDigest(accountOf("2026-11-24", 60, { sections }));
  expect(orderIn(renderHtml(model), (title) => new RegExp(`>${title}</h2>`))).toEqual(sections);
  expect(orderIn(renderText(model), (title) => new RegExp(`\n${title}[^\n]*\n--`))).toEqual(sections);
  const sheets = renderCsv(model).map(({ name }) => name.replace(".csv", ""));
  expect(sheets.filter((name) => (sections as readonly string[]).includes(name))).toEqual(sections);
});

test.each(SECTION_SETTINGS)("the section %s of the settings is shown to the team", (name) => {
  expect(sectionsOf(digestSettings({ sections: [name] }))).toContain(name);
});

test("a digest needs whatever its tiers are made of, of what the enterprise pulls, whichever sections it shows", () => {
  const all = ["campaigns", "publisher-contracts", "integration-jobs", "leads"] as const;
  const tiers = ["campaigns", "publisher-contracts", "integration-jobs"];
  expect(expectedDatasets(digestSettings({ sections: ["money"] }), all)).toEqual(tiers);
  expect(expectedDatasets(digestSettings({ sections: ["integrations"] }), all)).toEqual(tiers);
  expect(expectedDatasets(digestSettings({ sections: ["pacing"] }), ["campaigns"])).toEqual(["campaigns"]);
  const publisher = digestSettings({ audience: "publisher", filter: { publishers: [5] } });
  expect(expectedDatasets(publisher, all)).toEqual(["publisher-contracts"]);
});
