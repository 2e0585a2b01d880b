import { describe, expect, test } from "vitest";
import { renderReport } from "../../../shared/reports/mail/render.ts";
import { goldenFile } from "../../digest/golden-file.ts";
import { REPORT_MAILS } from "./mails.ts";

describe.each(Object.entries(REPORT_MAILS))("the report “%s” is the mail kept in test/golden", (name, mail) => {
  const { subject, html, text } = renderReport(mail);
  test("as HTML", () => expect(html).toBe(goldenFile(`../report/${name}.html`, html)));
  test("as text, below its subject", () => {
    const whole = `${subject}\n\n${text}`;
    expect(whole).toBe(goldenFile(`../report/${name}.txt`, whole));
  });
});
