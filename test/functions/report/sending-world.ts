import { rm } from "node:fs/promises";
import type { Email } from "postal-mime";
import { afterAll, beforeAll } from "vitest";
import type { Row } from "../../../shared/catalog/column.ts";
import { createDataFolder } from "../../catalog/data-folder.ts";
import { DATE, openReportWorld, type ReportWorld } from "./report-world.ts";

const FILES = { "leads.sql": "SELECT id, billable_leads FROM publisher_contracts", "other.sql": "SELECT 1 AS one" };
/** A report to the team. */
export const TEAM = { title: "Leads", to: ["one@acme.example", "two@acme.example"], parts: [{ file: "leads.sql" }] };
export const LISTS = { "12": ["a@pub.example"], "13": ["b@pub.example"], "14": ["c@pub.example"] };
/** A report to many. */
export const BURST = { ...TEAM, audience: "publisher", to: LISTS };
/** Where the reports of the day are kept. */
export const PREFIX = `enterprise=acme/report_date=${DATE}/leads/`;

export const scheduled = { scheduledTime: `${DATE}T07:00:00Z` };
export const catchUp = { scheduledTime: `${DATE}T08:00:00Z` };

export const addressed = (mails: readonly Email[]): string[] =>
  mails.map(({ to, subject }) => `${to?.[0]?.address}: ${subject}`).sort();

export interface SendingFolder {
  /** Of the data folder. */
  readonly path: string;
  /** A world of its own, with one report. */
  open(report: object, more?: Parameters<typeof openReportWorld>[3]): Promise<ReportWorld>;
}

/** One contract of each of three publishers, for all tests of a file. */
export function contractsForAll(): SendingFolder {
  const folder = {
    path: "",
    open: (report: object, more: Parameters<typeof openReportWorld>[3] = {}) =>
      openReportWorld(folder.path, { leads: report }, FILES, more),
  };
  const contract = (id: number, publisher: number): Row => ({ id, publisher_id: publisher, billable_leads: id });
  beforeAll(async () => {
    const data = await createDataFolder();
    const rows = [contract(1, 12), contract(2, 13), contract(3, 14)];
    await data.publish({ dataset: "publisher-contracts", date: DATE, rows });
    folder.path = data.path;
  });
  afterAll(() => rm(folder.path, { recursive: true }));
  return folder;
}
