import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { settledDelivery } from "../../../shared/digest/delivery/deliver.ts";
import { dayOf } from "../../../shared/platform/day.ts";
import { isReportsError } from "../../../shared/platform/errors.ts";
import { ledgerName } from "../../../shared/reports/ledger-name.ts";
import { askedMembers } from "../../../shared/settings/asked.ts";
import { isRehearsal } from "../../../shared/settings/event-fields.ts";
import { digestOf, enterpriseOf, reportOf } from "../../../shared/settings/lookup.ts";
import { digestFor } from "../../../shared/settings/one-digest.ts";
import { recipientsOf } from "../../../shared/settings/recipients.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { digestLedgerName, notSentKey, reportNotSentKey, runPrefix } from "../../../shared/snapshot/keys.ts";
import { hasSnapshot } from "../../../shared/snapshot/published.ts";
import { parseRunRecord } from "../../../shared/snapshot/run-record.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import type { DigestRequest } from "../../digest/event.ts";
import type { MonthsRequest } from "../../months/event.ts";
import type { ReportRequest } from "../../report/event.ts";
import type { SnapshotRequest } from "../../snapshot/event.ts";
import { type LaidAside, PARSERS } from "./laid-aside.ts";

/** Whether what an event was to bring about has come about since, and how that is known. */
export interface Health {
  readonly healed: "yes" | "no" | "unknown";
  readonly why: string;
}

interface Place {
  readonly store: ObjectStore;
  readonly settings: Settings;
  /** Epoch ms. */
  readonly now: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const yes = (why: string): Health => ({ healed: "yes", why });
const no = (why: string): Health => ({ healed: "no", why });
const unknown = (why: string): Health => ({ healed: "unknown", why });

/**
 * Looks in the bucket for what the event was to leave there.
 * @throws StoreFailed
 */
export async function healthOf(place: Place, { job, event, message }: LaidAside): Promise<Health> {
  if (job === undefined) return unknown("it is no event of a schedule: see the function's log");
  const { arrivedAt } = message;
  try {
    if (job === "snapshot") return await snapshotHealth(place, PARSERS.snapshot(event), arrivedAt);
    if (job === "digest") return await digestHealth(place, PARSERS.digest(event), arrivedAt);
    if (job === "report") return await reportHealth(place, PARSERS.report(event), arrivedAt);
    if (job === "months") return monthsHealth(PARSERS.months(event), place.now - arrivedAt);
    PARSERS.watch(event);
  } catch (error) {
    if (isReportsError(error, "StoreFailed") || !isReportsError(error)) throw error;
    return unknown(`the event is refused: ${error.name}, ${error.message}`);
  }
  return place.now - arrivedAt > HOUR_MS
    ? yes("the watch has been due again since, and looks at everything afresh")
    : no("the watch runs again within the hour");
}

/** @param age of the event, ms */
function monthsHealth({ month, dryRun }: MonthsRequest, age: number): Health {
  if (month !== undefined || dryRun) return unknown("somebody asked for it by hand: ask again");
  return age > DAY_MS
    ? yes("the months have been due again since, and whatever is missing is made")
    : no("the months are due again within the day");
}

async function snapshotHealth({ store, settings }: Place, request: SnapshotRequest, at: number): Promise<Health> {
  const { enterprise, dataset } = request;
  const { timeZone } = enterpriseOf(settings, enterprise);
  const date = request.date ?? dayOf(request.scheduledTime ?? at, timeZone);
  const wanted = `${dataset} of ${enterprise} of ${date}`;
  if (!DATASETS[dataset].inParts && !request.overwrite) {
    const found = await hasSnapshot(store, dataset, { enterprise, date });
    return found ? yes(`there is a snapshot of ${wanted}`) : no(`there is no snapshot of ${wanted}`);
  }
  for (const { key } of await store.list(runPrefix(enterprise, date))) {
    const found = key.includes(`/${dataset}-`) ? await store.get(key) : undefined;
    if (found === undefined) continue;
    const { outcome, finishedAt } = parseRunRecord(new TextDecoder().decode(found.body), key);
    const isGood = outcome === "published" || outcome === "already-published";
    if (isGood && Date.parse(finishedAt) > at) return yes(`a later run has taken ${wanted}`);
  }
  return no(`no later run has taken ${wanted}`);
}

async function digestHealth({ store, settings }: Place, request: DigestRequest, at: number): Promise<Health> {
  const { enterprise, digest } = request;
  const of = enterpriseOf(settings, enterprise);
  const definition = digestOf(of, request);
  if (isRehearsal(request)) return unknown("it was a test or a dry run");
  const date = request.date ?? dayOf(request.scheduledTime ?? at, of.timeZone);
  const wanted = `${digest} of ${enterprise} of ${date}`;
  let isDecided = false;
  for (const member of askedMembers(request, definition, "digest")) {
    const { to } = digestFor(definition, member);
    const settled = await settledDelivery(
      store,
      { enterprise, digest: digestLedgerName({ digest, member }), date },
      to,
    );
    if (settled?.outcome === "already-sent") continue;
    if ((await store.head(notSentKey(enterprise, date, { digest, member }))) === undefined) {
      return no(`not everybody has ${wanted}`);
    }
    isDecided = true;
  }
  return yes(isDecided ? `a run has decided that ${wanted} is not sent` : `everybody has ${wanted}`);
}

async function reportHealth({ store, settings }: Place, request: ReportRequest, at: number): Promise<Health> {
  const { enterprise, report } = request;
  const of = enterpriseOf(settings, enterprise);
  const own = reportOf(of, request);
  if (isRehearsal(request)) return unknown("it was a test or a dry run");
  const date = request.date ?? dayOf(request.scheduledTime ?? at, of.timeZone);
  const wanted = `${report} of ${enterprise} of ${date}`;
  const members = askedMembers(request, own, "report");
  for (const member of members) {
    const ledger = { enterprise, digest: ledgerName(report, member), date };
    const settled = await settledDelivery(store, ledger, recipientsOf(own, member));
    if (settled?.outcome === "already-sent") continue;
    if ((await store.head(reportNotSentKey(enterprise, { date, report, member }))) !== undefined) continue;
    return no(`not everybody has ${wanted}${member === null ? "" : `, member ${member}`}`);
  }
  return yes(`everybody has ${wanted}, or a run has decided that it is not sent`);
}
