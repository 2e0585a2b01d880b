import { parse } from "csv-parse/sync";
import * as z from "zod";
import { preheaderText } from "../../../shared/digest/frame/mail.ts";
import { type OwnerNotice, ownerNotice } from "../../../shared/digest/frame/owner-notice.ts";
import { makeDigest } from "../../../shared/digest/make-digest.ts";
import { isReportsError, ReportsError } from "../../../shared/platform/errors.ts";
import { daySchema, parseEvent } from "../../../shared/platform/event.ts";
import { VERSION } from "../../../shared/platform/version.ts";
import { digestOf, enterpriseOf, reportOf } from "../../../shared/settings/lookup.ts";
import { digestFor } from "../../../shared/settings/one-digest.ts";
import { DIGEST_PATTERN, ENTERPRISE_PATTERN } from "../../../shared/settings/patterns.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { dueAt } from "../../digest/digest-run.ts";
import { parseDigestEvent } from "../../digest/event.ts";
import { mailsFor } from "../../digest/mails.ts";
import { renderDigest } from "../../digest/rendering.ts";
import { notForTheList } from "../../digest/withheld.ts";
import { readSettings, withEnterprise } from "../settings.ts";
import { type Asked, type Choices, choose, isReport, REPORT } from "./choices.ts";
import { findData } from "./found-data.ts";
import { type Leaving, leavingOf } from "./leaving.ts";
import { type PreviewedReport, reportMailOf } from "./report-mail.ts";
import { type Tiers, tiersOf } from "./tiers.ts";

const askedSchema = z.strictObject({
  enterprise: z.string().regex(ENTERPRISE_PATTERN).optional(),
  digest: z.string().regex(DIGEST_PATTERN).optional(),
  member: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .optional(),
  date: z.optional(daySchema),
});

export interface PreviewRequest {
  /** The data folder. */
  readonly data: string;
  /** Settings file. @default as every command finds it */
  readonly settings?: string | undefined;
  readonly asked: Asked;
}

export interface PreviewedSheet {
  readonly name: string;
  readonly content: string;
  /** Its head and first rows: a browser stands still over a table of 10,000. */
  readonly table: readonly (readonly string[])[];
  /** How many it has, the head not counted. */
  readonly rows: number;
}

const MOST_ROWS = 200;

export interface PreviewedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
  /** CSV files, whether or not they are attached. */
  readonly sheets: readonly PreviewedSheet[];
  /** Names of the files that go along. */
  readonly attached: readonly string[];
  /** The whole message to the first recipient, byte for byte as it would be handed over. */
  readonly eml: Uint8Array;
  readonly leaving: Leaving;
  /** Null of a mail without tiers, such as a publisher's. */
  readonly tiers: Tiers | null;
  /** Why the list would get nothing. */
  readonly withheld: string | undefined;
  /** What the owner would be told. */
  readonly notice: OwnerNotice | undefined;
  /** Of a report: each part's text as it was run. */
  readonly sql: PreviewedReport["sql"];
}

/** Why there is nothing to show. */
export interface PreviewProblem {
  readonly name: string;
  readonly message: string;
}

export interface Preview {
  readonly choices: Choices;
  readonly outcome: PreviewedMail | PreviewProblem;
}

/** Renders a digest from a data folder as the job would, and sends and stores nothing. Named errors are outcomes. */
export async function previewOf({ data, settings: file, asked }: PreviewRequest): Promise<Preview> {
  const found = await findData(data);
  let choices: Choices = choose({ found, asked });
  try {
    const known = await readSettings(file);
    const enterprise = asked.enterprise ?? [...found.keys()][0] ?? Object.keys(known.enterprises)[0];
    const settings = enterprise === undefined ? known : withEnterprise(known, enterprise, file);
    choices = choose({ found, asked: { ...asked, enterprise }, settings });
    const { chosen } = choices;
    const outcome = isReport(chosen.digest)
      ? await reportPreview({ data, file, settings }, chosen)
      : await mailOf(data, settings, chosen);
    return { choices, outcome };
  } catch (error) {
    if (!isReportsError(error)) throw error;
    return { choices, outcome: { name: error.name, message: error.message } };
  }
}

/** A report as a digest is shown, with its SQL. */
async function reportPreview(
  { data, file, settings }: { readonly data: string; readonly file?: string | undefined; readonly settings: Settings },
  { enterprise = "", digest = "", member, date }: Asked,
): Promise<PreviewedMail> {
  const name = digest.slice(REPORT.length);
  const enterpriseSettings = enterpriseOf(settings, enterprise);
  const report = reportOf(enterpriseSettings, { enterprise, report: name });
  if (date === undefined) throw noData(data, enterprise);
  const whose = member === undefined ? null : Number(member);
  const asked = { data, settings, file, enterprise, report: name, member: whose, date };
  const { rendering, to, eml, sql, quiet } = await reportMailOf(asked);
  const { subject, preheader, html, text, files, attachments } = rendering;
  const csv = files.filter(({ filename }) => filename.endsWith(".csv"));
  return {
    ...{ from: settings.from, to, subject, preheader, html, text, eml, sql },
    sheets: csv.map(({ filename, content }) => sheetOf(filename, DECODER.decode(content))),
    attached: attachments.map(({ filename }) => filename),
    leaving: leavingOf(report, enterpriseSettings, date),
    ...{ tiers: null, withheld: quiet, notice: undefined },
  };
}

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

async function mailOf(data: string, settings: Settings, chosen: Asked): Promise<PreviewedMail> {
  const { enterprise = "", digest = "", date, ...whose } = parseEvent(askedSchema, chosen, "preview");
  const member = whose.member === undefined ? null : Number(whose.member);
  const enterpriseSettings = enterpriseOf(settings, enterprise);
  const digestSettings = digestFor(digestOf(enterpriseSettings, { enterprise, digest }), member);
  if (date === undefined) throw noData(data, enterprise);
  const store = createFolderStore(data);
  const request = { enterprise, enterpriseSettings, digest, settings: digestSettings, date, version: VERSION };
  const model = await makeDigest(store, request);
  const event = parseDigestEvent({ enterprise, digest, date });
  const run = {
    request: event,
    settings,
    enterprise: enterpriseSettings,
    digest: digestSettings,
    member,
    date,
    runId: "preview",
  };
  const rendering = await renderDigest(model, {}, dueAt(run));
  const { subject, html, text, sheets, attachments } = rendering;
  const [first] = mailsFor(run, rendering);
  const eml = first === undefined ? new Uint8Array() : (await first.compose()).raw;
  return {
    from: settings.from,
    to: digestSettings.to,
    ...{ subject, preheader: preheaderText(model), html, text },
    sheets: sheets.map(({ filename, content }) => sheetOf(filename, DECODER.decode(content))),
    attached: attachments.map(({ filename }) => filename),
    eml,
    leaving: leavingOf(digestSettings, enterpriseSettings, date),
    tiers: tiersOf(model),
    withheld: notForTheList(digestSettings, model)?.reason,
    notice: ownerNotice(model),
    sql: [],
  };
}

function sheetOf(name: string, content: string): PreviewedSheet {
  const table = parse(content, { bom: true }) as string[][];
  return { name, content, table: table.slice(0, MOST_ROWS + 1), rows: table.length - 1 };
}

const noData = (data: string, enterprise: string): ReportsError =>
  new ReportsError("NoSnapshot", {
    what: "the data folder holds no snapshot of the enterprise",
    where: `enterprise ${enterprise}, folder ${data}`,
    remedy: `Take one with: npm run reports -- snapshot --enterprise ${enterprise}; or run npm run demo and preview with --data .reports/demo`,
  });
