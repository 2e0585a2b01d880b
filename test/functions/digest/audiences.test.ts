import { CFB } from "@e965/xlsx";
import type { Email } from "postal-mime";
import { describe, expect, test } from "vitest";
import { parseDigestEvent } from "../../../functions/digest/event.ts";
import { sendDigest } from "../../../functions/digest/job.ts";
import { AUDIENCE_SCOPES, type MemberAudience } from "../../../shared/catalog/audiences.ts";
import { type Column, type Columns, isListColumn } from "../../../shared/catalog/column.ts";
import { DATASETS, type DatasetName } from "../../../shared/catalog/datasets.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { publishSnapshots } from "../../digest/published-account.ts";
import { campaign, contract, pounds, snapshot } from "../../digest/rows.ts";
import { DATE, type MailWorld, openMailWorld, ZONE } from "./mail-world.ts";

/** Whose mails are looked at, and who else is in the same snapshots. */
const OWN = { publisher: 5, advertiser: 319 } as const;
const OTHER = { publisher: 9_700_006, advertiser: 9_700_320 } as const;
const DATASETS_TAKEN = ["campaigns", "publisher-contracts", "contract-versions", "integration-jobs"] as const;

interface Canary {
  readonly column: string;
  /** How it would look in a text without blanks and separators. */
  readonly shown: readonly string[];
}

/** Values that cannot come about by chance. Another `seed` gives others of every column, so that what hangs on one differs. */
function canariesOf(seed: number) {
  const canaries: Canary[] = [];
  const canaryOf = (name: string, { type }: Column): unknown => {
    const number = canaries.length + 1;
    const digits = `${96 + seed}${String(number).padStart(4, "0")}53`;
    const day = addDays(`20${70 + seed}-01-01`, number);
    // As a sheet has it: days since the last but one of 1899.
    const cell = `<v>${Math.round((Date.parse(day) - Date.parse("1899-12-30")) / 86_400_000)}`;
    const put = (value: unknown, ...shown: readonly string[]): unknown => {
      canaries.push({ column: name, shown });
      return value;
    };
    switch (type) {
      case "string":
        return put(`CANARY-${seed}-${number}-`, `CANARY-${seed}-${number}-`);
      case "bigint":
        return put(Number(digits), digits);
      case "decimal(18,4)":
        return put(BigInt(digits) * 10_000n, digits);
      case "date":
        return put(day, day, cell);
      case "timestamp":
        return put(Date.parse(`${day}T00:00:00Z`), day, cell);
      case "boolean":
        return seed % 2 === 1;
      case "array":
        return null;
    }
  };
  const row = (dataset: DatasetName, but: Readonly<Record<string, unknown>>) => {
    const columns = Object.entries(DATASETS[dataset].columns as Columns).filter(([name]) => !(name in but));
    const made = columns
      .filter(([, column]) => !isListColumn(column))
      .map(([name, column]) => [name, canaryOf(`${dataset}.${name}`, column)] as const);
    return { ...Object.fromEntries(made), ...but };
  };
  return { canaries, row };
}

/** Of a row what the audience's list allows, so that canaries take the place of the rest; what it does not name of these is null. */
function listed(audience: MemberAudience, dataset: DatasetName, row: object): Readonly<Record<string, unknown>> {
  const { table, columns } = DATASETS[dataset];
  const { nameable, behind } = AUDIENCE_SCOPES[audience];
  const names = (nameable[table] ?? behind[table] ?? []).filter((name) => name in columns);
  return Object.fromEntries(names.map((name) => [name, (row as Record<string, unknown>)[name] ?? null]));
}

interface Sent {
  readonly mails: readonly Email[];
  /** Everything that is stored for a member, and everything in its mails, file by file. */
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

async function published(world: MailWorld, audience: MemberAudience, seed: number): Promise<readonly Canary[]> {
  const store = createFolderStore(world.folder);
  const { canaries, row } = canariesOf(seed);
  const days = Array.from({ length: 9 }, (_, back) => addDays(DATE, back - 8));
  const id = OWN[audience];
  const others = Array.from({ length: seed }, (_, at) => at);
  const campaigns = (day: number) => [
    ...[1, 2, 3].map((number) => {
      const own = campaign({
        ...{ id: number, name: `Own Campaign ${number}`, advertiser_id: id, end_date: "2026-12-20" },
        ...{ billable_leads: 30 + day * (number + 2), revenue: pounds(300 + day * 10 * (number + 2)) },
        ...(number === 3 ? { billable_leads: 80 - day, revenue: pounds(800 - day * 10) } : {}),
      });
      return row("campaigns", audience === "advertiser" ? listed(audience, "campaigns", own) : { ...endOf(own) });
    }),
    ...others.map((at) => row("campaigns", { id: 9_600_000 + at, advertiser_id: OTHER.advertiser, ...KINDS })),
  ];
  const contracts = (day: number) => [
    ...[1, 2, 3].map((number) => {
      const own = contract({
        ...{ id: 40 + number, campaign_id: number, campaign_name: `Own Campaign ${number}`, publisher_id: id },
        ...{
          total_leads: 40 + day * 6,
          invalid_leads: day,
          billable_leads: 30 + day * 5,
          earnings: pounds(day * 82.5),
        },
        ...(number === 2 ? { billable_leads: 60 - day, signed_ts: null, currency: "EUR" } : {}),
      });
      return row("publisher-contracts", audience === "publisher" ? listed(audience, "publisher-contracts", own) : {});
    }),
    ...others.map((at) =>
      row("publisher-contracts", { id: 9_500_000 + at, campaign_id: 1, publisher_id: OTHER.publisher }),
    ),
  ];
  const jobs = () => [row("integration-jobs", { id: 71, campaign_id: 1 })];
  const versions = () =>
    others.map((at) => row("contract-versions", { id: 9_400_000 + at, campaign_id: 1, publisher_id: OTHER.publisher }));
  const of = (rows: (day: number) => readonly object[]) =>
    days.map((date, day) => {
      const one = snapshot(date, rows(day));
      return { ...one, info: { ...one.info, runId: `CANARY-RUN-${seed}` } };
    });
  await publishSnapshots(store, "campaigns", of(campaigns));
  await publishSnapshots(store, "publisher-contracts", of(contracts));
  await publishSnapshots(store, "contract-versions", of(versions));
  await publishSnapshots(store, "integration-jobs", of(jobs));
  const foreign = [OTHER[audience], 9_600_000, 9_500_000].map((number) => ({
    column: "id of somebody else",
    shown: [String(number)],
  }));
  return [...canaries, ...foreign, { column: "run", shown: ["CANARY-RUN"] }];
}

const KINDS = { internal_only: false, test_mode: false, is_template: false };
const endOf = ({ id, end_date: end }: { readonly id: number; readonly end_date: string | null }) => ({
  id,
  end_date: end,
});

async function sent(audience: MemberAudience, seed: number, fields: object = {}) {
  const world = await openMailWorld();
  const canaries = await published(world, audience, seed);
  const to = {
    [String(OWN[audience])]: ["lead@partner.example"],
    [String(OTHER[audience])]: ["other@partner.example"],
  };
  const digests = { partners: { audience, to, ...fields }, team: { to: ["team@acme.example"] } };
  const settings = parseSettings(
    {
      ...{ from: "Lead reports <reports@acme.example>", alertsTo: ["ops@acme.example"], historyFrom: "2026-10-01" },
      enterprises: {
        acme: {
          ...{ timeZone: ZONE, datasets: DATASETS_TAKEN, digests },
          links: { campaign: "https://team.example/{advertiser}/{campaign}" },
          publisherLinks: { campaign: "https://publisher.example/{campaign}" },
          advertiserLinks: { campaign: "https://advertiser.example/{campaign}" },
        },
      },
    },
    "test",
  );
  const run = async (digest: string, recipient: string, ledger: string): Promise<Sent> => {
    await sendDigest({ ...world.deps, settings }, parseDigestEvent({ enterprise: "acme", digest }));
    const mails = (await world.outbox()).filter((mail) => mail.to?.[0]?.address === recipient);
    const bytes = new Map<string, Uint8Array>();
    const store = createFolderStore(world.folder);
    for (const prefix of [
      `digests/enterprise=acme/digest_date=${DATE}/${ledger.replace(".", "/")}/`,
      "deliveries/enterprise=acme/",
    ]) {
      for (const { key } of await store.list(prefix)) {
        if (key.startsWith("digests/") || key.includes(`/${ledger}-`))
          add(bytes, key, (await store.get(key))?.body ?? new Uint8Array());
      }
    }
    for (const { subject, html, text, headers, attachments } of mails) {
      for (const part of [subject, html, text, JSON.stringify(headers)])
        add(bytes, `mail ${bytes.size}`, new TextEncoder().encode(part));
      for (const { filename, content } of attachments)
        add(bytes, `mail ${filename}`, new Uint8Array(content as ArrayBuffer));
    }
    return { mails, bytes };
  };
  return { canaries, run, whose: () => run("partners", "lead@partner.example", `partners.${OWN[audience]}`) };
}

const known = new Map<string, Promise<{ readonly canaries: readonly Canary[]; readonly whole: Sent }>>();

/** Sent once for all tests that look at it. */
function sentOnce(audience: MemberAudience, attach: string, seed: number) {
  const name = JSON.stringify([audience, attach, seed]);
  const made =
    known.get(name) ??
    sent(audience, seed, { attach }).then(async ({ canaries, whose }) => ({ canaries, whole: await whose() }));
  known.set(name, made);
  return made;
}

/** A workbook is looked at unpacked, part by part. */
function add(bytes: Map<string, Uint8Array>, name: string, content: Uint8Array): void {
  if (!name.endsWith(".xlsx")) bytes.set(name, content);
  else
    for (const { name: part, content: inner } of CFB.read(Buffer.from(content), { type: "buffer" }).FileIndex)
      bytes.set(`${name}/${part}`, new Uint8Array(inner as unknown as ArrayLike<number>));
}

function found({ bytes }: Sent, canaries: readonly Canary[]): readonly string[] {
  const texts = [...bytes.values()].map((content) => new TextDecoder().decode(content).replace(/[\s,.'’]/g, ""));
  const isIn = (shown: string): boolean => texts.some((text) => text.includes(shown));
  return canaries.filter(({ shown }) => shown.some(isIn)).map(({ column }) => column);
}

describe.each([
  ["publisher", "xlsx"],
  ["publisher", "csv"],
  ["advertiser", "xlsx"],
  ["advertiser", "csv"],
] as const)("what a %s is sent, with %s", (audience, attach) => {
  test("holds its own campaigns, in mail and file", async () => {
    const { whole } = await sentOnce(audience, attach, 1);
    expect(whole.mails).toHaveLength(1);
    const text = [...whole.bytes].map(([name, content]) => [name, new TextDecoder().decode(content)] as const);
    const holding = text.filter(([, content]) => content.includes("Own Campaign 1")).map(([name]) => name);
    expect(holding.some((name) => name.includes(attach === "xlsx" ? ".xlsx/" : ".csv"))).toBe(true);
    expect(holding.some((name) => name.endsWith("digest.html"))).toBe(true);
    const [other] = audience === "publisher" ? ["advertiser"] : ["publisher"];
    expect(text.some(([, content]) => content.includes(`https://${audience}.example/1`))).toBe(true);
    expect(text.some(([, content]) => content.includes(`https://${other}.example/`))).toBe(false);
  });

  test("holds nothing of a column that its list does not name, and nothing of anybody else", async () => {
    const { canaries, whole } = await sentOnce(audience, attach, 1);
    expect(found(whole, canaries)).toEqual([]);
  });

  test("is the same bytes whatever stands there, and however many others there are", async () => {
    const { whole } = await sentOnce(audience, attach, 1);
    const { whole: again } = await sentOnce(audience, attach, 2);
    expect([...again.bytes.keys()]).toEqual([...whole.bytes.keys()]);
    for (const [name, content] of whole.bytes) {
      const text = new TextDecoder().decode(content);
      expect(new TextDecoder().decode(again.bytes.get(name)), name).toBe(text);
    }
  });
});

test("the team's mail of the same snapshots does hold them, in the workbook too, so that the tests above can fail", async () => {
  const { canaries, run } = await sent("advertiser", 1);
  const team = await run("team", "team@acme.example", "team");
  expect(found(team, canaries).length).toBeGreaterThan(5);
  const books = new Map([...team.bytes].filter(([name]) => name.includes(".xlsx/")));
  expect(found({ ...team, bytes: books }, canaries).length).toBeGreaterThan(3);
});
