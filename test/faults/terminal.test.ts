import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { atTerminal, command, missingTerminal, STACK, shell } from "../local/terminal/command.ts";
import { serveAccount } from "../local/terminal/served-account.ts";
import { faultTest } from "./fault-test.ts";

const missing = missingTerminal();
if (missing !== undefined)
  process.stderr.write(`\nwithout pseudo-terminals in test/faults/terminal.test.ts: ${missing}\n`);

const ESCAPE = "\u001b";
/** Each starts processes of its own, on a machine that may have other things to do. */
const SLOW_MS = 240_000;

const served = serveAccount();

describe.skipIf(missing !== undefined)("a pseudo-terminal", () => {
  for (const columns of [0, 1, 20, 65_535]) {
    faultTest(
      "L01",
      `${columns} columns`,
      async () => {
        const { code, stdout } = await atTerminal(columns, served.snapshotArgs(), served.env);
        expect(code).toBe(0);
        expect(stdout).toContain('"outcome":"published"');
        expect(stdout.length).toBeLessThan(5_000);
      },
      SLOW_MS,
    );
  }
  for (const TERM of ["dumb", "", "vt100", "unheard-of"]) {
    faultTest(
      "L01",
      `TERM=${TERM}`,
      async () => {
        const { code, stdout } = await atTerminal(0, served.snapshotArgs(), { ...served.env, TERM });
        expect([code, stdout.includes('"outcome":"published"')]).toEqual([0, true]);
        expect(stdout.length).toBeLessThan(5_000);
      },
      SLOW_MS,
    );
  }
  for (const columns of [0, 1, 20]) {
    faultTest(
      "L01",
      `tables and help in ${columns} columns`,
      async () => {
        const [table, help] = await Promise.all([
          atTerminal(columns, served.sqlArgs("SELECT 42 AS answer")),
          atTerminal(columns, ["snapshot", "--help"]),
        ]);
        expect([table.code, table.stdout]).toEqual([0, expect.stringContaining("42")]);
        expect([help.code, help.stdout]).toEqual([0, expect.stringContaining("--dataset")]);
        expect(help.stdout.length + table.stdout.length).toBeLessThan(20_000);
      },
      SLOW_MS,
    );
  }
  faultTest(
    "L02",
    "a terminal has colours, in CI it has no line that is replaced, a dumb one has neither",
    async () => {
      const [plain, ci, dumb] = await Promise.all(
        [{}, { CI: "true" }, { TERM: "dumb" }].map((more) =>
          atTerminal(80, served.snapshotArgs(), { ...served.env, ...more }),
        ),
      );
      expect(plain?.stdout).toContain(`${ESCAPE}[32m✔`);
      expect(plain?.stdout).toContain(`\r${ESCAPE}[2Kcampaigns: page 1 of 1`);
      expect(ci?.stdout).not.toContain(`${ESCAPE}[2K`);
      expect(dumb?.stdout).not.toContain(ESCAPE);
    },
    SLOW_MS,
  );
  faultTest(
    "L03",
    "CSV is cleaned on a terminal only",
    async () => {
      const { stdout } = await atTerminal(80, served.sqlArgs("SELECT chr(27) || '[31m' AS name", "--format", "csv"));
      expect(stdout).toBe("name\r\n [31m\r\n");
    },
    SLOW_MS,
  );
});

describe("files and pipes", () => {
  faultTest(
    "L02",
    "with TERM=xterm, in CI, on a runner that has colours",
    async () => {
      const runsOf = [
        { TERM: "xterm-256color", COLORTERM: "truecolor" },
        { CI: "true", GITHUB_ACTIONS: "true" },
      ];
      for (const more of runsOf) {
        const { code, stdout, stderr } = await command(served.snapshotArgs(), { ...served.env, ...more });
        expect(code).toBe(0);
        expect(stderr).toMatch(/^✔ campaigns: published, \d+ rows\n$/);
        expect(stdout).not.toContain(ESCAPE);
      }
    },
    SLOW_MS,
  );

  const HOSTILE = `a${ESCAPE}[31m\u0007\u009b31m\u202eb\u2066`;
  faultTest(
    "L03",
    "SQL: headings, cells, the engine's own words",
    async () => {
      const text = `SELECT '${HOSTILE}' AS "${HOSTILE}"`;
      const [table, json, wrong] = await Promise.all([
        command(served.sqlArgs(text)),
        command(served.sqlArgs(text, "--format", "json")),
        command(served.sqlArgs(`SELECT * FROM "${HOSTILE}"`)),
      ]);
      const said = table.stdout + json.stdout + wrong.stderr;
      expect(said).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
      expect(JSON.parse(json.stdout)).toEqual({ [HOSTILE]: HOSTILE });
      expect(wrong.code).toBe(2);
    },
    SLOW_MS,
  );
  faultTest(
    "L03",
    "arguments, settings and paths in error texts",
    async () => {
      const settings = join(served.folder, "hostile.json");
      await writeFile(settings, JSON.stringify({ [HOSTILE]: 1, enterprises: { [HOSTILE]: {} } }));
      const said = await Promise.all([
        command(["snapshot", "--enterprise", HOSTILE]),
        command([`--${HOSTILE}`]),
        command([HOSTILE]),
        command(["sql", "--file", `/none/${HOSTILE}`]),
        command(["snapshot", "--enterprise", "demo", "--settings", settings]),
        command(["api", "campaigns", "--enterprise", "demo", "--columns", HOSTILE]),
      ]);
      for (const { code, stdout, stderr } of said) {
        expect(code).not.toBe(0);
        expect(stderr).not.toBe("");
        expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
      }
    },
    SLOW_MS,
  );

  faultTest(
    "L04",
    "a reader that has had enough: `| head -1`, `| true`, both streams",
    async () => {
      const rows = "SELECT i FROM range(200000) t(i)";
      const formats = ["csv", "json", "table"].map((format) =>
        shell(`REPORTS sql --data ${served.folder}/empty "${rows}" --format ${format} | head -1`),
      );
      for (const { code, stderr } of await Promise.all(formats)) {
        expect(code).toBe(0);
        expect(stderr).not.toMatch(STACK);
      }
      const { code, stderr } = await shell("REPORTS --help | true");
      expect([code, stderr]).toEqual([0, ""]);
    },
    SLOW_MS,
  );
  faultTest(
    "L04",
    "the job goes on when nobody reads it",
    async () => {
      const args = served.snapshotArgs().join(" ");
      expect(await shell(`REPORTS ${args} 2>&1 | true`, served.env)).toMatchObject({ code: 0, stderr: "" });
      const again = await command(args.split(" "), served.env);
      expect(again.stdout).toContain('"outcome":"already-published"');
    },
    SLOW_MS,
  );
  faultTest(
    "L04",
    "/dev/full: lost results are said, and are 1; lost words are not",
    async () => {
      const sql = served.sqlArgs("").join(" ");
      for (const args of [`${sql} "SELECT 1"`, `${sql} "SELECT 1" --format json`, "--help", "--version"]) {
        const { code, stderr } = await shell(`REPORTS ${args} > /dev/full`);
        expect([args, code]).toEqual([args, 1]);
        expect(stderr).toMatch(/^Standard output could not be written: ENOSPC/);
        expect(stderr).not.toMatch(STACK);
      }
      const said = await shell(`REPORTS ${sql} "SELECT 1" --format csv 2> /dev/full`);
      expect(said).toMatchObject({ code: 0, stdout: "1\n1\n" });
      expect((await shell(`REPORTS ${sql} "SELEC" 2> /dev/full`)).code).toBe(2);
    },
    SLOW_MS,
  );
});
