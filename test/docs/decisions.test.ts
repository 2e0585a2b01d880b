import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const FOLDER = "docs/decisions";
const FILES = readdirSync(FOLDER)
  .filter((file) => file !== "README.md")
  .sort();
const STATUS = /^Status: (accepted|superseded by \d+) · (\d{4}-\d\d-\d\d)$/m;

const read = (file: string) => {
  const text = readFileSync(join(FOLDER, file), "utf8");
  const [, number = "", title = ""] = /^# (\d+)\. (.+)\n/.exec(text) ?? [];
  const [, status = "", date = ""] = STATUS.exec(text) ?? [];
  return { text, number, title, status, date };
};

test("decisions are numbered from 1 without holes, in their names and their titles", () => {
  expect(FILES.map((file) => file.slice(0, 5))).toEqual(
    FILES.map((_, index) => `${String(index + 1).padStart(4, "0")}-`),
  );
  expect(FILES.map((file) => read(file).number)).toEqual(FILES.map((_, index) => String(index + 1)));
});

test.each(FILES)("%s has a status with its date, and says context, options and decision", (file) => {
  const { text, status, date } = read(file);
  expect(status).not.toBe("");
  expect(new Date(date).toISOString().slice(0, 10)).toBe(date);
  for (const part of ["Context", "Options", "Decision"]) expect(text).toContain(`**${part}.**`);
});

test("the index lists each decision with its title, status and date, and nothing else", () => {
  const rows = readFileSync(join(FOLDER, "README.md"), "utf8").match(/^\| \d.*$/gm);
  const expected = FILES.map((file) => {
    const { number, title, status, date } = read(file);
    return `| ${number} | [${title}](${file}) | ${status} | ${date} |`;
  });
  expect(rows).toEqual(expected);
});
