import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { listenOnLoopback } from "../../functions/local/listen.ts";
import {
  DEFAULT_CREDENTIALS,
  type SimulatedApi,
  startSimulatedApi,
} from "../../functions/local/simulated-api/server.ts";
import { createWorld } from "../../functions/local/simulated-api/world.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import { VERSION } from "../../shared/platform/version.ts";
import { atTerminal, command, missingTerminal, shell } from "../local/terminal/command.ts";
import { faultTest } from "./fault-test.ts";

const missing = missingTerminal();
if (missing !== undefined)
  process.stderr.write(`\nwithout pseudo-terminals in test/faults/terminal.test.ts: ${missing}\n`);

const ESCAPE = "\u001b";
/** Each starts processes of its own, on a machine that may have other things to do. */
const SLOW_MS = 240_000;
/** A stack names its frames so. */
const STACK = /^\s+at .+:\d+/m;

let folder: string;
let api: SimulatedApi;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "terminal-"));
  await mkdir(join(folder, "empty", "snapshots"), { recursive: true });
  const world = createWorld({ seed: 1, historyStart: "2026-11-20", timeZone: "Europe/London", campaigns: 5 });
  api = await startSimulatedApi({ world, now: () => Date.parse("2026-11-24T05:00:00Z") });
  env = {
    CONVERTR_BASE_URL: api.url,
    CONVERTR_USERNAME: DEFAULT_CREDENTIALS.username,
    CONVERTR_PASSWORD: DEFAULT_CREDENTIALS.password,
  };
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const sqlArgs = (...args: readonly string[]) => ["sql", "--data", join(folder, "empty"), ...args];
let runs = 0;
const snapshotArgs = () => {
  const data = join(folder, `data-${++runs}`);
  return ["snapshot", "--enterprise", "demo", "--dataset", "campaigns", "--data", data];
};

describe.skipIf(missing !== undefined)("a pseudo-terminal", () => {
  for (const columns of [0, 1, 20, 65_535]) {
    faultTest(
      "L01",
      `${columns} columns`,
      async () => {
        const { code, stdout } = await atTerminal(columns, snapshotArgs(), env);
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
        const { code, stdout } = await atTerminal(0, snapshotArgs(), { ...env, TERM });
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
          atTerminal(columns, sqlArgs("SELECT 42 AS answer")),
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
        [{}, { CI: "true" }, { TERM: "dumb" }].map((more) => atTerminal(80, snapshotArgs(), { ...env, ...more })),
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
      const { stdout } = await atTerminal(80, sqlArgs("SELECT chr(27) || '[31m' AS name", "--format", "csv"));
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
        const { code, stdout, stderr } = await command(snapshotArgs(), { ...env, ...more });
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
        command(sqlArgs(text)),
        command(sqlArgs(text, "--format", "json")),
        command(sqlArgs(`SELECT * FROM "${HOSTILE}"`)),
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
      const settings = join(folder, "hostile.json");
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
      const rows = "SELECT i FROM range(3000000) t(i)";
      const formats = ["csv", "json", "table"].map((format) =>
        shell(`REPORTS sql --data ${folder}/empty "${rows}" --format ${format} | head -1`),
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
      const args = snapshotArgs().join(" ");
      expect(await shell(`REPORTS ${args} 2>&1 | true`, env)).toMatchObject({ code: 0, stderr: "" });
      const again = await command(args.split(" "), env);
      expect(again.stdout).toContain('"outcome":"already-published"');
    },
    SLOW_MS,
  );
  faultTest(
    "L04",
    "/dev/full: lost results are said, and are 1; lost words are not",
    async () => {
      const sql = sqlArgs("").join(" ");
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

describe("the command line", () => {
  faultTest(
    "L05",
    "the words of `npm run reports snapshot --enterprise demo --dry-run`",
    async () => {
      const npm = { ...env, npm_lifecycle_event: "reports" };
      const took = await command(["snapshot", "demo"], {
        ...npm,
        npm_config_enterprise: "true",
        npm_config_dry_run: "true",
      });
      expect(took).toMatchObject({ code: 2, stdout: "" });
      expect(took.stderr).toContain("npm took --enterprise, --dry-run for itself");
      expect(took.stderr).toContain("npm run reports -- snapshot --enterprise");
      const lost = await command(snapshotArgs(), { ...npm, npm_config_dry_run: "true" });
      expect(lost).toMatchObject({ code: 2, stdout: "" });
      // npm's own --force, and what stands on both sides, are no mistakes.
      const both = await command([...snapshotArgs(), "--dry-run"], {
        ...npm,
        npm_config_dry_run: "true",
        npm_config_force: "true",
      });
      expect(both.code).toBe(0);
    },
    SLOW_MS,
  );

  faultTest(
    "L06",
    "help and version are results",
    async () => {
      expect(await command(["--version"])).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: "" });
      for (const args of [["--help"], ["help"], ["help", "sql"], ["sql", "--help"]]) {
        const { code, stdout, stderr } = await command(args);
        expect([code, stderr]).toEqual([0, ""]);
        expect(stdout).toContain("Usage: reports");
      }
    },
    SLOW_MS,
  );
  const REFUSED: readonly (readonly [args: string, told: string])[] = [
    ["serve-api --port 99999", "from 0 to 65535"],
    ["serve-api --port -1", "from 0 to 65535"],
    ["preview --port 1e3", "from 0 to 65535"],
    ["serve-api --campaigns 0", "from 1 to 20000"],
    ["serve-api --campaigns 999999999", "from 1 to 20000"],
    ["serve-api --date 9999-12-31", "from 2000-01-01 to 2050-12-31"],
    ["serve-api --latency-ms 999999999", "from 0 to 600000"],
    ["serve-api --faults /", "the file cannot be read"],
    ["api campaigns 99999999999999999999", "above 0"],
    ["api campaigns --limit 0", "from 1 to 10000"],
    ["sql --file /", "the file cannot be read"],
    ["sql --data= 1", "It must name a file or folder"],
    ["doctor --enterprise demo --at 2026-11-24", "It must be like"],
    ["snapshot --enterprise demo --settings /", "the file cannot be read"],
    ["demo --data /dev/null/x", "The machine refused: ENOTDIR"],
  ];
  faultTest(
    "L06",
    REFUSED.map(([args]) => args).join("; "),
    async () => {
      const ended = await Promise.all(REFUSED.map(([args]) => command(args.split(" "))));
      REFUSED.forEach(([args, told], at) => {
        const { code, stdout, stderr } = ended[at] ?? expect.fail(args);
        expect([args, code === 1 || code === 2, stdout]).toEqual([args, true, ""]);
        expect(stderr).toContain(told);
        expect(stderr).not.toMatch(STACK);
      });
    },
    SLOW_MS,
  );
  faultTest(
    "L06",
    "a taken port",
    async () => {
      const taken = createServer();
      const port = await listenOnLoopback(taken, 0);
      for (const args of [["serve-api"], ["preview", "--data", join(folder, "empty")]]) {
        const { code, stdout, stderr } = await command([...args, "--port", String(port)]);
        expect([code, stdout]).toEqual([2, ""]);
        expect(stderr).toBe(
          `WrongUsage: something listens there already (--port ${port}). End it, or name another port; 0 takes any free one. Trying again does not help.\n`,
        );
      }
      await expect(listenOnLoopback(createServer(), port)).rejects.toBeInstanceOf(ReportsError);
      taken.close();
    },
    SLOW_MS,
  );
});
