import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { runSnapshot } from "../../functions/local/commands/snapshot.ts";
import { readSettings, withEnterprise } from "../../functions/local/settings.ts";

const FILE = "docs/settings.example.json";
const known = async (file: string | undefined, env: NodeJS.ProcessEnv) =>
  Object.keys(withEnterprise(await readSettings(FILE), "tpyo", file, env).enterprises).includes("tpyo");

describe("an enterprise that the settings do not hold", () => {
  test("works where there are none but the example's, and where an API is named", async () => {
    expect(await known(FILE, {})).toBe(true);
    expect(await known("of-my-own.json", { CONVERTR_BASE_URL: "http://127.0.0.1:8080" })).toBe(true);
  });

  test("is a slip of the pen beside settings of somebody's own: the password goes to no host of that name", async () => {
    expect(await known("of-my-own.json", {})).toBe(false);
    expect(await known("of-my-own.json", { CONVERTR_BASE_URL: "" })).toBe(false);
    const data = await mkdtemp(join(tmpdir(), "tpyo-"));
    onTestFinished(() => rm(data, { recursive: true }));
    for (const [name, value] of Object.entries({
      CONVERTR_BASE_URL: "",
      CONVERTR_USERNAME: "me",
      CONVERTR_PASSWORD: "CANARY",
    }))
      vi.stubEnv(name, value);
    const options = { overwrite: false, acceptShrunk: false, dryRun: false, look: false };
    await expect(
      runSnapshot({ ...options, enterprise: "tpyo", data, settings: "test/local/tpyo-settings.json" }),
    ).rejects.toMatchObject({ name: "InvalidSettings" });
    await expect(
      runSnapshot({ ...options, enterprise: "tpyo", data, settings: "docs/reports/settings.json" }),
    ).rejects.toMatchObject({ name: "UnknownEnterprise" });
  });
});
