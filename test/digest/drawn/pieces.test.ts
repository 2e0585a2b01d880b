import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linkOf } from "../../../shared/digest/drawing/links.ts";
import { htmlOf } from "../../../shared/digest/drawing/phrase/html.ts";
import { joinedBy, linked, nameOf, say, sentences, strong } from "../../../shared/digest/drawing/phrase/phrase.ts";
import { addressesOf, textOf } from "../../../shared/digest/drawing/phrase/text.ts";
import { progressBar } from "../../../shared/digest/drawing/progress.ts";
import { blocksOf } from "../../../shared/digest/drawing/trend.ts";

describe("a phrase", () => {
  const name = nameOf("A & <B>", 571, "https://acme.cvtr.io/campaigns/571");

  test("says the same as HTML and as text", () => {
    const phrase = say`${strong("Do:")} Ask ${name}.`;
    expect(htmlOf(phrase).toString()).toBe(
      '<b>Do:</b> Ask <a href="https://acme.cvtr.io/campaigns/571"><bdi>A &amp; &lt;B&gt;</bdi></a> (571).',
    );
    expect(textOf(phrase)).toBe("Do: Ask A & <B> (571).");
    expect(addressesOf(phrase)).toEqual(["https://acme.cvtr.io/campaigns/571"]);
  });

  test("without a piece has no trace of it", () => {
    expect(textOf(say`a${null}${false}${undefined}${""}b`)).toBe("ab");
    expect(textOf(sentences("One.", null, [], "Two."))).toBe("One. Two.");
    expect(joinedBy(", ", [])).toEqual([]);
  });

  test("links nothing but plain https addresses", () => {
    for (const href of ["http://a.example/", "javascript:alert(1)", "https://user@a.example/", "a", undefined]) {
      expect(htmlOf([linked("x", href)]).toString()).toBe("x");
    }
  });

  test("isolates a name from right to left in the text as well", () => {
    expect(textOf([nameOf("حملة", 7)])).toBe("\u2068حملة\u2069 (7)");
  });
});

describe("a link", () => {
  const patterns = {
    campaign: "https://{enterprise}.cvtr.io/campaigns/{campaign}",
    job: "https://x.example/{job}/{campaign}",
  };

  test("is made of the row's ids", () => {
    expect(linkOf(patterns, "campaign", { enterprise: "acme", campaign: 571 })).toBe(
      "https://acme.cvtr.io/campaigns/571",
    );
  });

  test("is none without a pattern, or without an id that it asks for", () => {
    expect(linkOf(patterns, "contract", { enterprise: "acme", contract: 1 })).toBeUndefined();
    expect(linkOf(patterns, "job", { enterprise: "acme", job: 1, campaign: null })).toBeUndefined();
    expect(linkOf(patterns, "campaign", { enterprise: "acme", campaign: 1.5 })).toBeUndefined();
    expect(
      linkOf({ campaign: "https://a.example/{nobody}" }, "campaign", { enterprise: "acme", campaign: 1 }),
    ).toBeUndefined();
  });
});

describe("a bar", () => {
  const widths = (html: string) => [...html.matchAll(/<td width="(\d+)%"/g)].map(([, width]) => Number(width));

  test("is 100 % wide whatever its shares are, and never more than full", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.option(fc.double({ noNaN: true })), (share, mark) => {
        const cells = widths(progressBar({ share, mark }, "act").toString());
        expect(cells.reduce((sum, width) => sum + width, 0)).toBe(100);
        expect(cells.every((width) => width > 0)).toBe(true);
      }),
    );
  });

  test("is filled by edges, its mark has the colour of the text, and its rest has none", () => {
    const html = progressBar({ share: 0.53, mark: 0.59 }, "act").toString();
    expect(widths(html)).toEqual([53, 6, 1, 40]);
    expect(html.match(/border-top:9px solid #c5221f/g)).toHaveLength(1);
    expect(html.match(/border-top:9px solid"/g)).toHaveLength(1);
  });
});

test("a trend's blocks are as high as their values; what is unknown is a space, what was taken back the lowest", () => {
  expect(blocksOf([0, 50, 100, -3, null]).join("")).toBe("▁▅█▁\u00a0");
  expect(blocksOf([0, 0]).join("")).toBe("▁▁");
  expect(blocksOf([])).toEqual([]);
});
