import { describe, expect, test } from "vitest";
import { buildDigest } from "../../../shared/digest/build-digest.ts";
import { preheaderText, renderHtml, renderText } from "../../../shared/digest/frame/mail.ts";
import { subjectOf } from "../../../shared/digest/frame/subject.ts";
import { accountOf } from "../account.ts";
import { HOSTILE_NAMES } from "../hostile.ts";
import { withTexts } from "../renamed.ts";
import { ACT, DATE, OPEN } from "./cards.ts";
import { MAILS } from "./mails.ts";
import { boardOf, DAY, modelOf, WEEK, weekWindow } from "./models.ts";

describe("the text part", () => {
  const lines = renderText(modelOf()).split("\n");

  test("has a blank line between cards, and each address on a line of its own", () => {
    const heads = lines.flatMap((line, at) => (/^£[\d,]+ · .*\[.*\]$/.test(line) ? [at] : []));
    expect(heads).toHaveLength(5);
    for (const at of heads.slice(1)) expect(lines[at - 1]).toBe("");
    const addresses = lines.filter((line) => line.includes("https://"));
    expect(addresses.length).toBeGreaterThan(12);
    for (const line of addresses) expect(line).toMatch(/^ {0,2}https:\/\/\S+$/);
  });

  test("has no space that mail programs show as something else, and none at the end of a line", () => {
    expect(lines.join("\n")).not.toMatch(/[\u00a0\u202f\u2009\u2060]| $/m);
  });

  test("lists on a line of its own what a limit left out, after the cards", () => {
    const act = Array.from({ length: 10 }, (_, at) => ACT[at % ACT.length] ?? fail());
    const text = renderText(modelOf({ board: boardOf({ act }) }));
    expect(text).toContain("\n\n2 more, £4,045, in the attachment.\n");
  });
});

function fail(): never {
  throw new Error("no card");
}

describe("a hostile account", () => {
  const model = buildDigest(withTexts(accountOf(DATE, 60), HOSTILE_NAMES));

  test("starts no line of the text part and no header", () => {
    const text = renderText(model);
    expect(text.split("\n").filter((line) => /^(Bcc:|line two)/.test(line))).toEqual([]);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2028\u2029]/u);
    expect(subjectOf(model)).not.toMatch(/[\r\n]/);
    expect(subjectOf(model).isWellFormed()).toBe(true);
  });

  test("makes no subject longer than a line of a phone has room for many times over", () => {
    expect([...subjectOf(model)].length).toBeLessThan(150);
  });
});

describe("the subject", () => {
  test("of a busy day says how many cards, what is at stake, the first names, the day and its leads", () => {
    expect(subjectOf(modelOf())).toBe(
      "6 to act on, £15,632: Zero Trust Guide, Backup & Recovery… Mon 23 Nov, 433 leads",
    );
  });

  test("of a calm day says so, with what is open", () => {
    expect(subjectOf(modelOf({ board: boardOf({ act: [] }) }))).toBe("Calm Mon 23 Nov: 433 leads, 3 open (£21k)");
  });

  test("of a day that cannot tell never says calm", () => {
    const unknown = modelOf({ incomplete: true, board: boardOf({ act: [] }, { state: "cannot-tell" }) });
    expect(subjectOf(unknown)).toBe("[Incomplete] Cannot tell what to act on, Mon 23 Nov, 433 leads");
    expect(renderText(unknown)).not.toMatch(/calm/i);
  });

  test("of an incomplete day never says calm, whatever the board found", () => {
    const incomplete = modelOf({ incomplete: true, board: boardOf({ act: [] }) });
    expect(`${subjectOf(incomplete)} ${renderText(incomplete)}`).not.toMatch(/calm/i);
  });

  test("of a week begins with its leads", () => {
    const week = modelOf({ week: WEEK, window: weekWindow });
    expect(subjectOf(week)).toBe("Week 16–22 Nov: 433 leads, −84; 6 to act on, £15,632");
  });

  test("tells a test and a look by marks", () => {
    expect(subjectOf(modelOf(), { test: true, look: true })).toMatch(/^\[Look\] \[Test\] 6 to act on/);
  });
});

test("what an inbox shows after the subject is the beginning of the mail itself", () => {
  const model = modelOf();
  const shown = renderHtml(model)
    .replace(/<head>.*<\/head>/s, "")
    .replace(/<!--.*?-->/gs, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  expect(shown.startsWith(preheaderText(model))).toBe(true);
  expect(preheaderText(model)).toBe(
    "6 to act on today: £15,632 Leads short or stuck, at their price. 3 more are still open: £21,439. On pace or ahead: 21 of 34 capped campaigns.",
  );
});

test("a month that the history begins in is told by its days, in the subject and in the first line", () => {
  const month = MAILS["monthly"]?.().month ?? null;
  const of = (firstDay: string) => {
    const window = { ...weekWindow, firstDay, lastDay: "2026-10-31", days: 12 };
    const model = modelOf({ digest: "monthly", date: "2026-11-01", month, window });
    return [subjectOf(model), renderText(model)];
  };
  for (const text of of("2026-10-20")) expect(text).toMatch(/^(?:20–31 Oct: 433 leads|433 leads in 20–31 Oct)/);
  for (const text of of("2026-10-01")) expect(text).toMatch(/^(?:October: 433 leads|433 leads in October)/);
});

test("the same model gives the same bytes", () => {
  expect(renderHtml(modelOf())).toBe(renderHtml(modelOf()));
  expect(renderText(modelOf())).toBe(renderText(modelOf()));
});

describe("figures", () => {
  const told = (day: Partial<typeof DAY>): string => renderText(modelOf({ day: { ...DAY, ...day } }));

  test("of a day whose corrections outweigh it are taken back, not negative", () => {
    expect(told({ leads: -4, corrected: -9, leadsBeside: null })).toContain("Billable leads: 4 taken back");
  });

  test("beside no like day say so", () => {
    expect(told({ compared: null, leadsBeside: null })).toContain(
      "Billable leads: 433 (no days before to compare with",
    );
  });

  test("beside the last like day there is, after a gap, name it", () => {
    const compared = { firstDay: "2026-11-09", lastDay: "2026-11-09", back: 2, workingDays: null };
    expect(told({ compared })).toContain("−84 vs Mon 9 Nov, the last like days there are");
  });

  test("of more invalid leads than leads are told in counts, without a rate", () => {
    expect(told({ invalid: { invalid: 8, total: 3, worst: null } })).toContain("Invalid: 5 re-judged, 3 new\n");
  });

  test("of few leads have no percent", () => {
    expect(told({ invalid: { invalid: 2, total: 19, worst: null } })).toContain("Invalid: 2 of 19\n");
  });
});

test("a campaign without a price stands with its leads", () => {
  const text = renderText(
    modelOf({ board: boardOf({ open: OPEN.map((line) => ({ ...line, stake: { ...line.stake, money: null } })) }) }),
  );
  expect(text).toContain(
    "- Cloud Cost Control – Content Syndication – France – Q3 2026 (560): 229 short, no price, ends",
  );
});
