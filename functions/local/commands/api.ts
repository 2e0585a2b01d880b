import type { ConvertrClientOptions } from "../../../shared/convertr/client.ts";
import { createLookUp } from "../../../shared/convertr/look-up.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { createRedactor } from "../../../shared/platform/redaction.ts";
import { baseUrlOf } from "../../../shared/settings/environment.ts";
import { enterpriseOf } from "../../../shared/settings/lookup.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { createRefusedSecrets } from "../../../shared/snapshot/refused-secrets.ts";
import { environmentCredentials } from "../credentials.ts";
import { nearest } from "../look-up/check-names.ts";
import { lookUpDataset } from "../look-up/collections.ts";
import { type Found, lookUpItem, lookUpRows } from "../look-up/look-up.ts";
import { parseQuestion } from "../look-up/question.ts";
import { resultOf, turned } from "../look-up/result.ts";
import { createStderrLog, note } from "../output.ts";
import { readSettings, withEnterprise } from "../settings.ts";
import type { SqlFormat } from "../sql/format.ts";
import { asRows, printRows } from "../sql/print-rows.ts";

export interface ApiOptions {
  readonly data: string;
  readonly settings?: string;
  /** @default the settings' only one */
  readonly enterprise?: string;
  readonly filter: readonly string[];
  readonly order: readonly string[];
  readonly limit?: number;
  /** @default all */
  readonly columns?: readonly string[];
  readonly format: SqlFormat;
  readonly verbose?: boolean;
}

const USUAL_LIMIT = 20;
/** Somebody waits for it. */
const LONGEST_MS = 2 * 60_000;

/** Asks the live API and prints what it answers in the catalog's columns; nothing is stored. @throws as `lookUpRows` */
export async function runApi(collection: string, id: number | undefined, options: ApiOptions): Promise<boolean> {
  const { filter, order, limit = USUAL_LIMIT } = options;
  if (id !== undefined && filter.length + order.length + (options.limit === undefined ? 0 : 1) > 0) {
    throw wrongUsage("an id takes no --filter, --order or --limit");
  }
  const question = parseQuestion({ filter, order, limit });
  const dataset = lookUpDataset(collection);
  const names = columnNames(Object.keys(dataset.columns), options.columns);
  const read = await readSettings(options.settings);
  const enterprise = options.enterprise ?? onlyEnterprise(read);
  const settings = withEnterprise(read, enterprise, options.settings);
  const { timeZone } = enterpriseOf(settings, enterprise);
  const asking = { api: createLookUp(clientOptions(enterprise, options)), dataset, timeZone };
  const found = id === undefined ? await lookUpRows(asking, question) : await lookUpItem(asking, id);
  const result = resultOf(dataset.columns, found.rows, names);
  const isCard = id !== undefined && options.format === "table";
  await printRows(asRows(isCard ? turned(result) : result), options.format);
  tell(found, collection);
  return true;
}

function clientOptions(enterprise: string, { data, verbose }: ApiOptions): ConvertrClientOptions {
  const redactor = createRedactor();
  const baseUrl = baseUrlOf(process.env);
  return {
    enterprise,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    credentials: environmentCredentials(process.env),
    refusedSecrets: createRefusedSecrets(createFolderStore(data)),
    clock: systemClock,
    random: Math.random,
    log: createStderrLog(verbose === true, redactor.redact),
    redactor,
    deadline: systemClock.now() + LONGEST_MS,
    concurrency: 1,
  };
}

function tell({ rows, totalItems, doubts, nulled }: Found, collection: string): void {
  note(`${rows.length} of ${totalItems ?? "an unknown number of"} ${collection}`);
  for (const doubt of doubts) note(doubt);
  for (const column of nulled) note(`null where it could not be read: ${column}`);
}

function onlyEnterprise({ enterprises }: Settings): string {
  const names = Object.keys(enterprises);
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  throw wrongUsage(`the settings hold ${names.length} enterprises: say which one by --enterprise`);
}

function columnNames(known: readonly string[], asked: readonly string[] | undefined): readonly string[] {
  for (const name of asked ?? []) {
    if (!known.includes(name)) {
      const summary = `${JSON.stringify(name.slice(0, 60))} is no column; nearest are ${nearest(name, known).join(", ")}`;
      throw wrongUsage(summary);
    }
  }
  return asked ?? known;
}

const wrongUsage = (what: string): ReportsError =>
  new ReportsError("WrongUsage", {
    what,
    where: "api",
    remedy: "npm run reports -- api <collection> [id] [--filter key=value …] [--order key=asc|desc] [--limit N]",
  });
