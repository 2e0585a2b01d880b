import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { listenOnLoopback } from "../../functions/local/listen.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import { VERSION } from "../../shared/platform/version.ts";
import { command, STACK } from "../local/terminal/command.ts";
import { serveAccount } from "../local/terminal/served-account.ts";
import { faultTest } from "./fault-test.ts";

/** Each starts processes of its own, on a machine that may have other things to do. */
const SLOW_MS = 240_000;
const served = serveAccount();

describe("the command line", () => {
  faultTest(
    "L05",
    "the words of `npm run reports snapshot --enterprise demo --dry-run`",
    async () => {
      const npm = { ...served.env, npm_lifecycle_event: "reports" };
      const took = await command(["snapshot", "demo"], {
        ...npm,
        npm_config_enterprise: "true",
        npm_config_dry_run: "true",
      });
      expect(took).toMatchObject({ code: 2, stdout: "" });
      expect(took.stderr).toContain("npm took --enterprise, --dry-run for itself");
      expect(took.stderr).toContain("npm run reports -- snapshot --enterprise");
      const lost = await command(served.snapshotArgs(), { ...npm, npm_config_dry_run: "true" });
      expect(lost).toMatchObject({ code: 2, stdout: "" });
      // npm's own --force, and what stands on both sides, are no mistakes.
      const both = await command([...served.snapshotArgs(), "--dry-run"], {
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
      for (const args of [["serve-api"], ["preview", "--data", join(served.folder, "empty")]]) {
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
