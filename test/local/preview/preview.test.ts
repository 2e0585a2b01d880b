import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { networkInterfaces, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseDigestEvent } from "../../../functions/digest/event.ts";
import { sendDigest } from "../../../functions/digest/job.ts";
import { localDigestDependencies } from "../../../functions/local/dependencies.ts";
import { previewOf } from "../../../functions/local/preview/preview-of.ts";
import { type PreviewServer, servePreview } from "../../../functions/local/preview/serve-preview.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { accountOf } from "../../digest/account.ts";
import { publishAccount } from "../../digest/published-account.ts";

const DATE = "2026-11-24";
const SETTINGS = {
  from: "Lead reports <reports@acme.example>",
  alertsTo: ["ops@acme.example"],
  historyFrom: "2026-01-01",
  enterprises: {
    acme: {
      timeZone: "Europe/London",
      digests: {
        daily: { to: ["team@acme.example"] },
        unfit: { to: ["team@acme.example"], filter: { campaigns: [99_999] } },
      },
    },
    quiet: { timeZone: "UTC", digests: { daily: { to: ["team@acme.example"] } } },
  },
};

let folder: string;
let settings: string;
let server: PreviewServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "preview-"));
  await publishAccount(createFolderStore(folder), accountOf(DATE, 20), 10);
  settings = join(folder, "settings.json");
  await writeFile(settings, JSON.stringify(SETTINGS));
  server = await servePreview({ data: folder, settings, port: 0 });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, server.url), { headers });
const page = async (path: string) => (await get(path)).text();

describe("the page", () => {
  test("offers what the folder and the settings hold, and shows the newest mail of the first", async () => {
    const html = await page("/");
    expect(html).toContain('<select name="enterprise"><option selected>acme</option><option>quiet</option></select>');
    expect(html).toContain('<select name="digest"><option selected>daily</option><option>unfit</option></select>');
    expect(html).toContain(`<option selected>${DATE}</option><option>2026-11-23</option>`);
    expect(html).toMatch(/<dd id="subject">Lead digest 23 Nov: .* billable leads/);
    expect(html).toContain('<dd id="to">team@acme.example</dd>');
    expect(html).toMatch(/<dd id="html">\d+\.\d of 90 KB<\/dd>/);
  });

  test("shows the mail of the date and digest that are asked for", async () => {
    expect(await page("/?enterprise=acme&digest=daily&date=2026-11-23")).toMatch(/Lead digest 20\s–\s22 Nov:/);
  });

  test("shows the very mail that the job makes, and the same text and tables", async () => {
    const work = join(folder, "job");
    await cp(join(folder, "snapshots"), join(work, "snapshots"), { recursive: true });
    const deps = localDigestDependencies({ data: work, settings: parseSettings(SETTINGS, "test") });
    const asked = parseDigestEvent({ enterprise: "acme", digest: "daily", date: DATE, dryRun: true });
    const { htmlKey } = await sendDigest(deps, asked);
    if (htmlKey === null) throw new Error("no mail was made");
    const stored = (name: string) => readFile(join(work, dirname(htmlKey), name), "utf8");
    const bodyOf = (html: string) => html.slice(html.indexOf("<body"));
    expect(bodyOf(await page("/mail"))).toBe(bodyOf(await stored("digest.html")));
    const pre = /<pre>(.*)<\/pre>/s.exec(await page("/?show=text"))?.[1] ?? "";
    expect(pre).toBe(escaped(await stored("digest.txt")));
    const sheet = await get("/sheets/pacing.csv");
    expect(sheet.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(Buffer.from(await sheet.arrayBuffer())).toEqual(await readFile(join(work, dirname(htmlKey), "pacing.csv")));
    await rm(work, { recursive: true });
  });

  test("shows each CSV file as a table, with a link to save it", async () => {
    const html = await page("/?show=csv");
    expect(html).toContain('<th scope="col">on_schedule_index</th>');
    expect(html).toMatch(/<a href="\/sheets\/pacing\.csv\?[^"]*" download="pacing\.csv">/);
    expect(html).toContain("<td>O’Hara &amp; Sons &lt;EMEA&gt;</td>");
  });

  test("says that the recipients would get nothing, why, and what the owner is told", async () => {
    const html = await page("/?digest=unfit");
    expect(html).toContain("The recipients would get nothing. Withheld: filter.campaigns names 99999");
    expect(await page("/?digest=unfit&show=owner")).toContain("not sent\n\nThe digest &quot;unfit&quot; of acme");
  });

  test("leaves nothing behind: no mail, no rendering, no ledger", async () => {
    await page("/");
    expect((await readdir(folder)).filter((name) => name !== ".store").sort()).toEqual(["settings.json", "snapshots"]);
  });
});

describe("what cannot be shown is told", () => {
  test.each([
    ["a digest that the settings do not hold", { digest: "nope" }, "It has: daily, unfit"],
    ["an enterprise without a snapshot", { enterprise: "quiet" }, "npm run reports -- snapshot --enterprise quiet"],
    ["an enterprise that is nowhere", { enterprise: "elsewhere" }, "reports -- snapshot --enterprise elsewhere"],
    ["a day before all snapshots", { date: "2025-01-05" }, "there is no snapshot from 2024-"],
    ["a day that is none", { date: "2026-02-30" }, "date: must be a calendar day YYYY-MM-DD"],
    ["a name that would leave the folder", { enterprise: "../../etc" }, "enterprise: "],
  ])("for %s", async (_, asked, words) => {
    const { choices, outcome } = await previewOf({ data: folder, settings, asked });
    expect(outcome).toMatchObject({ message: expect.stringContaining(words) });
    expect(choices.enterprises).toContain("acme");
  });

  test("with the choices that there are, on a page that is none of a mail", async () => {
    const response = await get("/?digest=nope");
    expect(response.status).toBe(404);
    const html = await response.text();
    expect(html).toContain("<b>UnknownDigest</b>");
    expect(html).toContain("<option selected>nope</option><option>daily</option>");
  });

  test("for settings that are wrong: every path on a line of its own, until they are right", async () => {
    const file = join(folder, "wrong.json");
    const wrong = { ...SETTINGS, replyTo: "nobody", enterprises: { acme: { timeZone: "Moon/Sea" } } };
    await writeFile(file, JSON.stringify(wrong));
    const other = await servePreview({ data: folder, settings: file, port: 0 });
    try {
      const refused = await (await fetch(other.url)).text();
      expect(refused).toContain("<b>InvalidSettings</b>");
      expect(refused).toMatch(
        /the settings have 2 problems: replyTo: .*;\nenterprises\.acme\.timeZone: must be a zone/,
      );
      expect(refused).toContain("<option selected>acme</option>");
    } finally {
      await other.close();
      await rm(file);
    }
  });

  test("when the port is taken", async () => {
    const port = Number(new URL(server.url).port);
    await expect(servePreview({ data: folder, settings, port })).rejects.toThrow(/listens there already/);
  });
});

describe("nothing gets out", () => {
  test("the frame runs no script and loads nothing, and neither does the mail opened by itself", async () => {
    expect(await page("/")).toContain('sandbox="allow-popups"');
    const policy = (await get("/mail")).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("sandbox allow-popups;");
    expect(policy).not.toContain("script");
  });

  test("our own page runs our own script alone", async () => {
    const policy = (await get("/")).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'; style-src 'self'; script-src 'self'");
  });

  test("another name for this machine is refused, as a page of somebody else's would use one", async () => {
    const { port } = new URL(server.url);
    const status = await new Promise((resolve, reject) => {
      const headers = { host: `rebound.example:${port}` };
      request(server.url, { headers }, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(403);
  });

  test("it listens on 127.0.0.1 alone", async () => {
    const outside = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const addresses = outside.filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of addresses) {
      await expect(fetch(`http://${address}:${new URL(server.url).port}/`)).rejects.toThrow();
    }
    expect(new URL(server.url).hostname).toBe("127.0.0.1");
  });
});

describe("what changes", () => {
  test("in the settings is told to the page, and the next mail is made by it", async () => {
    const file = join(folder, "changing.json");
    await writeFile(file, JSON.stringify(SETTINGS));
    const other = await servePreview({ data: folder, settings: file, port: 0 });
    const events = await followVersions(other.url);
    try {
      expect(await (await fetch(other.url)).text()).toContain("Lead digest 23 Nov:");
      const before = await events.next();
      const german = structuredClone(SETTINGS);
      Object.assign(german.enterprises.acme.digests.daily, { locale: "de-DE" });
      await writeFile(file, JSON.stringify(german));
      expect(await events.next()).not.toBe(before);
      expect(await (await fetch(other.url)).text()).toContain("Lead digest 23. Nov.:");
    } finally {
      events.close();
      await other.close();
      await rm(file);
    }
  });

  test("in the folder is seen on reload, and views of a mail stay those of one rendering until then", async () => {
    const other = await servePreview({ data: folder, settings, port: 0 });
    const newer = accountOf("2026-11-25", 20);
    try {
      const dates = async (headers: Record<string, string>) =>
        (await (await fetch(other.url, { headers })).text()).includes("2026-11-25");
      expect(await dates({})).toBe(false);
      await publishAccount(createFolderStore(folder), newer, 1);
      expect(await dates({})).toBe(false);
      expect(await dates({ "cache-control": "max-age=0" })).toBe(true);
    } finally {
      await other.close();
      for (const table of ["campaigns", "publisher_contracts", "integration_jobs"]) {
        await rm(join(folder, "snapshots", table, "enterprise=acme", "snapshot_date=2026-11-25"), { recursive: true });
      }
    }
  });

  test("in the code is in the next mail, without a restart; a mistake in it is shown", {
    timeout: 120_000,
  }, async () => {
    const copy = await mkdtemp(join(tmpdir(), "preview-code-"));
    for (const part of ["functions", "shared", "package.json"]) await cp(part, join(copy, part), { recursive: true });
    await symlink(join(process.cwd(), "node_modules"), join(copy, "node_modules"));
    const child = spawn(
      process.execPath,
      ["functions/local/main.ts", "preview", "--data", folder, "--settings", settings, "--port", "0"],
      { cwd: copy, stdio: ["ignore", "pipe", "ignore"] },
    );
    try {
      const [line] = (await once(child.stdout, "data")) as [Buffer];
      const { url } = JSON.parse(String(line)) as { url: string };
      const words = join(copy, "shared/digest/frame/headlines.ts");
      const before = await readFile(words, "utf8");
      const mail = async () => (await fetch(new URL("/mail", url))).text();
      expect(await mail()).toContain(">Needs action</h2>");
      const events = await followVersions(url);
      await events.next();
      await writeFile(words, before.replace('title: "Needs action"', 'title: "To do today"'));
      await events.next();
      expect(await mail()).toContain(">To do today</h2>");
      await writeFile(words, "export const broken = ;");
      await events.next();
      const broken = await fetch(url);
      expect(broken.status).toBe(404);
      expect(await broken.text()).toMatch(/The code failed.*headlines\.ts/s);
      events.close();
      child.kill("SIGTERM");
      expect(await once(child, "exit")).toEqual([0, null]);
    } finally {
      child.kill("SIGKILL");
      await rm(copy, { recursive: true });
    }
  });
});

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

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
