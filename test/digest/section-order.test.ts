import { expect, test } from "vitest";
import { AUDIENCES } from "../../shared/catalog/audiences.ts";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderText } from "../../shared/digest/frame/mail.ts";
import { renderCsv } from "../../shared/digest/frame/tables.ts";
import { expectedDatasets, sectionOf, sectionsFor, sectionsOf } from "../../shared/digest/sections/registry.ts";
import { SECTION_SETTINGS, type SectionSetting } from "../../shared/settings/schema.ts";
import { accountOf } from "./account.ts";
import { DATE } from "./drawn/cards.ts";
import { modelOf } from "./drawn/models.ts";
import { digestSettings } from "./rows.ts";

const model = (sections: readonly SectionSetting[]) => modelOf({}, { sections });

/** Names in the order in which a part of the mail has them. */
const orderIn = (text: string, part: string, names: readonly string[]): readonly string[] => {
  const [, from = ""] = text.split(`\n${part}\n`);
  const lines = from.split(/\n\n/)[0] ?? "";
  return names.filter((name) => lines.includes(name)).toSorted((a, b) => lines.indexOf(a) - lines.indexOf(b));
};
const WATCHED = ["Endpoint Security – MQL", "データ活用ガイド", "WhitepaperHub"];
const KINDS = ["Ended:", "Renewed:", "Job works again:"];

test.each([
  [
    ["pacing", "quality", "money", "contracts", "integrations"],
    [0, 2, 1],
    [0, 1, 2],
  ],
  [
    ["integrations", "contracts", "money", "quality", "pacing"],
    [1, 2, 0],
    [2, 1, 0],
  ],
  [["money", "pacing"], [1, 0], [0]],
] as const)("the settings' sections order and choose what stands below: %j", (sections, watched, kinds) => {
  for (const text of [renderText(model(sections))]) {
    expect(orderIn(text, "Watch", WATCHED)).toEqual(watched.map((at) => WATCHED[at]));
    expect(orderIn(text, "For information", KINDS)).toEqual(kinds.map((at) => KINDS[at]));
  }
  const sheets = renderCsv(buildDigest(accountOf(DATE, 60, { sections }))).map(({ name }) => name.replace(".csv", ""));
  expect(sheets.filter((name) => (sections as readonly string[]).includes(name))).toEqual(sections);
});

test.each(SECTION_SETTINGS)("what must be done does not hang on sections: with %s alone it is the same", (name) => {
  const [act] = renderText(model([name])).split("\nThe day\n");
  expect(act).toBe(renderText(model(SECTION_SETTINGS)).split("\nThe day\n")[0]);
});

test.each(SECTION_SETTINGS)("the section %s of the settings is shown to the team", (name) => {
  expect(sectionsOf(digestSettings({ sections: [name] }))).toContain(name);
});

test("every section stands in some mail, and no two of one mail have a sheet of the same name", () => {
  const inMails = [
    sectionsOf(digestSettings({ sections: [...SECTION_SETTINGS] })),
    sectionsOf(digestSettings({ audience: "publisher", filter: { publishers: [5] } })),
    sectionsOf(digestSettings({ audience: "advertiser", filter: { advertisers: [301] } })),
  ];
  expect(inMails.flat().toSorted()).toEqual(AUDIENCES.flatMap(sectionsFor).toSorted());
  for (const names of inMails) {
    const sheets = names.map((name) => sectionOf(name).sheetName);
    expect(new Set(sheets).size).toBe(sheets.length);
  }
});

test("a digest of the team needs every dataset that cards are made of, whatever its sections, of those the enterprise pulls", () => {
  const all = ["campaigns", "publisher-contracts", "integration-jobs", "leads"] as const;
  expect(expectedDatasets(digestSettings({ sections: ["money"] }), all)).toEqual(all.slice(0, 3));
  expect(expectedDatasets(digestSettings({ sections: ["pacing"] }), ["campaigns"])).toEqual(["campaigns"]);
  const publisher = digestSettings({ audience: "publisher", filter: { publishers: [5] } });
  expect(expectedDatasets(publisher, all)).toEqual(["publisher-contracts"]);
});
