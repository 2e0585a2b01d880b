import { expect } from "vitest";
import { parseDigestEvent } from "../../functions/digest/event.ts";
import { diagnose } from "../../functions/local/doctor/diagnose.ts";
import { formatOf } from "../../shared/digest/drawing/format.ts";
import { SECTIONS_OF_SETTINGS, sectionOf } from "../../shared/digest/sections/registry.ts";
import { isReportsError } from "../../shared/platform/errors.ts";
import { baseUrlOf } from "../../shared/settings/environment.ts";
import { DATASET_OF_SECTION, SECTION_SETTINGS } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { faultTest } from "./fault-test.ts";

const DAILY = { to: ["team@acme.example"] };
const settingsWith = (acme: object, top: object = {}) => ({
  from: "Lead reports <reports@acme.example>",
  alertsTo: ["ops@acme.example"],
  historyFrom: "2026-11-23",
  enterprises: { acme: { timeZone: "Europe/London", digests: { daily: DAILY }, ...acme } },
  ...top,
});
const withDigest = (fields: object, acme: object = {}) =>
  settingsWith({ digests: { daily: { ...DAILY, ...fields } }, ...acme });

/** What is said of settings, after the path of acme's digest or of acme. */
function told(input: unknown): string {
  try {
    parseSettings(input, "test");
    return "";
  } catch (error) {
    if (!isReportsError(error, "InvalidSettings")) throw error;
    return error.message.replaceAll("enterprises.acme.", "").replaceAll("digests.daily.", "");
  }
}

const LOCALES: readonly (readonly [locale: string, told: string])[] = [
  ["gb", 'locale: must be a locale such as en-GB: the language comes first, and "gb" is none that is known'],
  ["english", '"english" is none that is known'],
  ["ua", '"ua" is none'],
  ["und", '"und" is none'],
  ["en-XX", 'such as en-GB: "XX" is no region'],
  ["en-ZZ", '"ZZ" is no region'],
  ["en_GB", "must be a locale such as en-GB"],
  ["", "must be a locale such as en-GB"],
  ["th-TH-u-ca-buddhist", "takes no extension"],
  ["en-GB-u-nu-thai", "takes no extension"],
  ["de-x-private", "takes no extension"],
];
for (const [locale, problem] of LOCALES) {
  faultTest("L09", `locale ${JSON.stringify(locale)}`, () => {
    expect(told(withDigest({ locale }))).toContain(problem);
  });
}
faultTest("L09", "locales that Intl knows pass", () => {
  for (const locale of [
    "en-GB",
    "en-UK",
    "de",
    "pt-BR",
    "zh-Hant-TW",
    "sr-Latn-RS",
    "th-TH",
    "fa-IR",
    "ar-EG",
    "no",
    "es-419",
  ]) {
    expect([locale, told(withDigest({ locale }))]).toEqual([locale, ""]);
  }
});
for (const locale of ["th-TH", "fa-IR", "ar-EG", "ar-SA", "bn-BD", "ne-NP", "ckb-IQ", "ps-AF"]) {
  faultTest("L10", locale, () => {
    const format = formatOf({ locale, timeZone: "UTC", date: "2026-11-23" });
    expect(format.longDay("2026-11-22")).toContain("2026");
    expect(format.longDay("2026-11-22")).toContain("22");
    expect(format.days("2026-11-20", "2026-11-22")).toMatch(/20.*22|22.*20/);
    expect(format.instant(Date.parse("2026-11-23T05:00:00Z"))).toContain("05:00");
    const figures = [format.count(1234), format.percent(0.563), format.money(165_000n, "GBP"), format.perDay(11.4)];
    expect(
      figures
        .join(" ")
        .match(/\p{Nd}/gu)
        ?.join(""),
    ).toBe("1234561650114");
  });
}

const ZONES = {
  "europe/kyiv": "Europe/Kyiv",
  "us/eastern": "US/Eastern",
  "america/port-au-prince": "America/Port-au-Prince",
  "EUROPE/ISLE_OF_MAN": "Europe/Isle_of_Man",
  "etc/gmt+5": "Etc/GMT+5",
  "gb-eire": "GB-Eire",
  utc: "UTC",
};
for (const [zone, spelled] of Object.entries(ZONES)) {
  faultTest("L09", `zone ${zone}`, () => {
    expect(told(settingsWith({ timeZone: zone }))).toContain(`timeZone: must be spelled ${spelled}`);
    expect(told(settingsWith({ timeZone: spelled }))).toBe("");
  });
}
faultTest("L09", "zones that are none", () => {
  for (const timeZone of ["+01:00", "SystemV/PST8", "Europe/Atlantis", "GMT+25", "", " Europe/London"]) {
    expect(told(settingsWith({ timeZone }))).toContain("timeZone: must be a zone of the IANA database");
  }
});

const LONG = "a".repeat(65);
const ADDRESSES: readonly (readonly [address: string, told: string])[] = [
  ["a..b@acme.example", "before the @ a dot stands between other characters only, and alone"],
  [".team@acme.example", "a dot stands between"],
  ["team.@acme.example", "a dot stands between"],
  [`${LONG}@acme.example`, "before the @ stand 64 characters at most"],
  [`a@${`${"b".repeat(60)}.`.repeat(5)}example`, "it has 254 characters at most"],
  [`a@${"b".repeat(64)}.example`, "must be an e-mail address such as team@acme.example"],
  ["team@münchen.example", "write its domain in punycode, as xn--mnchen-3ya.example"],
  ["team@例え.jp", "write its domain in punycode, as xn--r8jz45g.jp"],
  ["team@192.168.0.1", "not the address of a machine"],
  ["team@acme", "must be an e-mail address"],
  ["team@acme.example.", "must be an e-mail address"],
  ["team@-acme.example", "must be an e-mail address"],
  ["jörg@acme.example", "must be an e-mail address"],
  ["a@b@acme.example", "must be an e-mail address"],
];
for (const [address, problem] of ADDRESSES) {
  faultTest("L09", `address ${address.slice(0, 40)}`, () => {
    expect(told(withDigest({ to: [address] }))).toContain("to.0: must be an e-mail address such as team@acme.example");
    expect(told(withDigest({ to: [address] }))).toContain(problem);
    for (const top of [{ alertsTo: ["ops@acme.example", address] }, { replyTo: address }]) {
      expect(told(settingsWith({}, top))).toContain(`${Object.keys(top)[0]}`);
    }
    for (const from of [address, `Reports <${address}>`]) {
      expect(told(settingsWith({}, { from }))).toMatch(/from: must/);
    }
    expect(() => parseDigestEvent({ enterprise: "acme", digest: "daily", to: [address] })).toThrow(
      /to\.0: must be an e-mail/,
    );
  });
}
faultTest("L09", "addresses at the bounds pass", () => {
  const domain = `${`${"b".repeat(61)}.`.repeat(2)}${"b".repeat(50)}.example`;
  for (const address of [`${"a".repeat(64)}@${domain}`, "o'b.r+i_an@xn--mnchen-3ya.example", "1@1a.b2"]) {
    expect([address, told(withDigest({ to: [address] }))]).toEqual([address, ""]);
  }
});

const WITHOUT_DATA: readonly (readonly [datasets: readonly string[], digest: object, told: string])[] = [
  [
    ["leads"],
    {},
    "has nothing to tell: it needs campaigns, publisher-contracts or integration-jobs in the enterprise's datasets",
  ],
  [["contract-versions"], {}, "has nothing to tell"],
  [
    ["campaigns"],
    { sections: ["pacing", "quality"] },
    "sections.1: needs publisher-contracts in the enterprise's datasets",
  ],
  [["publisher-contracts"], { sections: ["money"] }, "sections.0: needs campaigns"],
  [["campaigns"], { sections: ["integrations"] }, "sections.0: needs integration-jobs"],
  [["campaigns"], { audience: "publisher", filter: { publishers: [7] } }, "audience: needs publisher-contracts"],
  [["campaigns"], { filter: { publishers: [7] } }, "filter.publishers: needs publisher-contracts"],
  [
    ["publisher-contracts"],
    { audience: "publisher", filter: { publishers: [7] }, sections: ["integrations"] },
    "sections: must be left out: a publisher's mail has one form",
  ],
];
for (const [datasets, digest, problem] of WITHOUT_DATA) {
  faultTest("L09", `datasets ${datasets}, digest ${JSON.stringify(digest)}`, () => {
    expect(told(withDigest(digest, { datasets }))).toContain(problem);
  });
}
faultTest("L09", "digests that have something to tell pass", () => {
  for (const [datasets, digest] of [
    [["campaigns"], {}],
    [["publisher-contracts"], { audience: "publisher", filter: { publishers: [7] } }],
    [["integration-jobs"], { sections: ["integrations"] }],
    [["campaigns", "leads"], { sections: ["pacing", "money"] }],
  ] as const) {
    expect(told(withDigest(digest, { datasets }))).toBe("");
  }
  expect(told(settingsWith({ datasets: ["leads"], digests: {} }))).toBe("");
});
faultTest("L09", "the settings know of each section what the section itself needs", () => {
  for (const name of SECTION_SETTINGS) {
    const needs = [...new Set(SECTIONS_OF_SETTINGS[name].map(sectionOf).flatMap((section) => section.needs))];
    expect([name, needs]).toEqual([name, [DATASET_OF_SECTION[name]]]);
  }
});

faultTest("L09", "a blank CONVERTR_BASE_URL", async () => {
  for (const blank of ["", " ", "\t"]) {
    expect(() => baseUrlOf({ CONVERTR_BASE_URL: blank })).toThrow(
      expect.objectContaining({ name: "InvalidSettings", message: expect.stringContaining("unset CONVERTR_BASE_URL") }),
    );
  }
  expect(baseUrlOf({})).toBeUndefined();
  expect(baseUrlOf({ CONVERTR_BASE_URL: "http://127.0.0.1:1" })).toBe("http://127.0.0.1:1");
  const first = await diagnose({ enterprise: "acme", data: "/none" }, { CONVERTR_BASE_URL: "" }).next();
  expect(first.value).toMatchObject({
    check: "settings",
    status: "fail",
    found: expect.stringContaining("is set and blank"),
  });
});
