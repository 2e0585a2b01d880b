import { describe, expect, test } from "vitest";
import { renderHtml, renderText } from "../../../shared/digest/frame/mail.ts";
import { subjectOf } from "../../../shared/digest/frame/subject.ts";
import { goldenFile } from "../golden-file.ts";
import { MAILS } from "./mails.ts";

describe.each(Object.entries(MAILS))("the drawn mail “%s” is the one kept in test/golden", (name, model) => {
  test("as HTML", () => expect(renderHtml(model())).toBe(goldenFile(`drawn/${name}.html`, renderHtml(model()))));
  test("as text, below its subject", () => {
    const text = `${subjectOf(model())}\n\n${renderText(model())}`;
    expect(text).toBe(goldenFile(`drawn/${name}.txt`, text));
  });
});
