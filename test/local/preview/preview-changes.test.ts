import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRenderings, type Renderings } from "../../../functions/local/preview/renderings.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { accountOf } from "../../digest/account.ts";
import { publishAccount } from "../../digest/published-account.ts";
import { DATE, previewForAll, SETTINGS } from "./preview-world.ts";

const world = previewForAll();
const { page } = world;
const RELOAD = { "cache-control": "max-age=0" };

describe("what changes", () => {
  test("in the settings is told to the page, and the next mail is made by it; what is wrong in them is told line by line until it is right", async () => {
    const events = await followVersions(world.server.url);
    const write = async (settings: object): Promise<void> => {
      await writeFile(world.settings, JSON.stringify(settings, null, 1));
      await events.next();
    };
    expect(await page("/")).toMatch(/<dd id="subject">\d+ to act on, £\d,\d{3}:/);
    await events.next();
    const german = structuredClone(SETTINGS);
    Object.assign(german.enterprises.acme.digests.daily, { locale: "de-DE" });
    await write(german);
    expect(await page("/")).toMatch(/<dd id="subject">\d+ to act on, \d\.\d{3}\s£:/);
    await write({ ...SETTINGS, replyTo: "nobody", enterprises: { acme: { timeZone: "Moon/Sea" } } });
    const refused = await page("/");
    expect(refused).toContain("<b>InvalidSettings</b>");
    expect(refused).toMatch(
      /the settings have 2 problems: replyTo: .* \(line \d+\);\nenterprises\.acme\.timeZone: must be a zone .* \(line 9\)/,
    );
    expect(refused).toContain("<option selected>acme</option>");
    await write(SETTINGS);
    expect(await page("/")).toMatch(/<dd id="subject">\d+ to act on, £\d,\d{3}:/);
    events.close();
  });

  test("in a report's own SQL is told to the page, and the next report is made by it", async () => {
    const report = "/mail?enterprise=acme&digest=report.own&member=5";
    const sql = join(world.folder, "own.sql");
    const before = await readFile(sql, "utf8");
    expect(await page(report)).not.toContain(">Contract number<");
    const events = await followVersions(world.server.url);
    await events.next();
    await writeFile(sql, before.replace("SELECT id,", "SELECT id AS contract_number,"));
    await events.next();
    expect(await page(report)).toContain(">Contract number<");
    await writeFile(sql, before);
    await events.next();
    events.close();
  });

  test("in the folder is seen on reload, and views of a mail stay those of one rendering until then", async () => {
    const isNewer = async (headers: Record<string, string> = {}) => (await page("/", headers)).includes("2026-11-25");
    expect(await isNewer()).toBe(false);
    await publishAccount(createFolderStore(world.folder), accountOf("2026-11-25", 20), 1);
    expect(await isNewer()).toBe(false);
    expect(await isNewer(RELOAD)).toBe(true);
  });

  test("in the code is in the next mail, without a restart; a mistake in it is shown; a reload has the code of its moment, noticed or not", {
    timeout: 120_000,
  }, async () => {
    const copy = await mkdtemp(join(tmpdir(), "preview-code-"));
    for (const part of ["functions", "shared", "package.json"]) await cp(part, join(copy, part), { recursive: true });
    await symlink(join(process.cwd(), "node_modules"), join(copy, "node_modules"));
    const child = spawn(
      process.execPath,
      ["functions/local/main.ts", "preview", "--data", world.folder, "--settings", world.settings, "--port", "0"],
      { cwd: copy, stdio: ["ignore", "pipe", "ignore"] },
    );
    try {
      const [line] = (await once(child.stdout, "data")) as [Buffer];
      const { url } = JSON.parse(String(line)) as { url: string };
      const words = join(copy, "shared/digest/words/english/lists.ts");
      const before = await readFile(words, "utf8");
      const mail = async () => (await fetch(new URL(`/mail?date=${DATE}`, url))).text();
      const page = (headers: Record<string, string> = {}) => fetch(url, { headers });
      expect(await mail()).toContain(">Act today</h2>");
      const events = await followVersions(url);
      await events.next();
      await writeFile(words, before.replace('actHeading: "Act today"', 'actHeading: "To do today"'));
      await events.next();
      expect(await mail()).toContain(">To do today</h2>");
      await writeFile(words, "export const broken = ;");
      await events.next();
      const broken = await page();
      expect(broken.status).toBe(404);
      expect(await broken.text()).toMatch(/The code failed.*lists\.ts/s);
      await writeFile(words, before);
      expect((await page(RELOAD)).status).toBe(200);
      expect(await mail()).toContain(">Act today</h2>");
      events.close();
      child.kill("SIGTERM");
      expect(await once(child, "exit")).toEqual([0, null]);
    } finally {
      child.kill("SIGKILL");
      await rm(copy, { recursive: true });
    }
  });
});

describe("who steps on", () => {
  const within = (): {
    readonly renderings: Renderings;
    readonly ask: (signal: AbortSignal) => ReturnType<Renderings["get"]>;
  } => {
    const renderings = createRenderings({ data: world.folder, settings: world.settings });
    return { renderings, ask: (signal) => renderings.get({ date: DATE }, { fresh: false, signal }) };
  };
  const never = new AbortController().signal;

  test("ends the rendering that nobody waits for any more, and a later one is made anew, which ends for none while another waits, nor when it is done", async () => {
    const { renderings, ask } = within();
    const gone = new AbortController();
    const alone = ask(gone.signal);
    gone.abort();
    expect((await alone).outcome).toMatchObject({ name: "Stopped" });
    const other = new AbortController();
    const [left, stays] = [ask(other.signal), ask(never)];
    other.abort();
    expect((await left).outcome).toHaveProperty("html");
    const preview = await stays;
    expect(preview.outcome).toHaveProperty("html");
    const late = new AbortController();
    expect(await ask(late.signal)).toBe(preview);
    late.abort();
    expect(await ask(never)).toBe(preview);
    renderings.close();
  });
});

/** The versions a page hears of, one after the other. */
async function followVersions(url: string) {
  const ending = new AbortController();
  const { body } = await fetch(new URL("/events", url), { signal: ending.signal });
  if (body === null) throw new Error("the server told nothing");
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let last: string | undefined;
  let buffer = "";
  return {
    /** The next one that is another than the last. */
    next: async (): Promise<string> => {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) throw new Error("the server ended");
        buffer += value;
        const version = [...buffer.matchAll(/event: version\ndata: (\S+)\n\n/g)].at(-1)?.[1];
        if (version !== undefined && version !== last) {
          last = version;
          return version;
        }
      }
    },
    close: () => ending.abort(),
  };
}
