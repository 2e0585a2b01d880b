import * as z from "zod";
import { AUDIENCES } from "../catalog/audiences.ts";
import { duplicates, fieldsOf, type Problem } from "./problem.ts";
import { duplicateRecipients, membersOf } from "./recipients.ts";
import { reportPartSchema, reportSchema } from "./report.ts";
import { type DigestPlace, scheduleRules } from "./rules-digest.ts";

/** What one morning may ask: each id runs every part. */
const MOST_QUERIES = 300;
const { audience, to, parts } = reportSchema.shape;
const listSchema = z.object({ audience, to });

/** Rules between the fields of one report, and between it and the snapshots that it tells of. */
export function reportRules(report: unknown, place: DigestPlace): readonly Problem[] {
  const fields = fieldsOf(report);
  const { path } = place;
  return [
    ...duplicates(fields.get("days"), `${path}.days`),
    ...duplicateRecipients(fields.get("to"), `${path}.to`),
    ...scheduleRules(report, place),
    ...listRules(report, path),
    ...partRules(fields.get("parts"), path),
  ];
}

function listRules(report: unknown, path: string): readonly Problem[] {
  const { data } = listSchema.safeParse(report);
  if (data === undefined) return [];
  const isList = Array.isArray(data.to);
  if (data.audience === "internal" && !isList) {
    const others = AUDIENCES.filter((name) => name !== "internal").join(" or ");
    return [{ path: `${path}.to`, message: `must be a list of addresses, or the audience ${others}` }];
  }
  if (data.audience !== "internal" && (isList || membersOf(data).length === 0)) {
    const message = `must name at least one ${data.audience} by id, such as {"12": ["lead@pub.example"]}: each gets its own rows`;
    return [{ path: `${path}.to`, message }];
  }
  const given = parts.safeParse(fieldsOf(report).get("parts")).data ?? [];
  const queries = membersOf(data).length * given.length;
  if (queries <= MOST_QUERIES) return [];
  const message = `${membersOf(data).length} ids with ${given.length} parts are ${queries} queries, and at most ${MOST_QUERIES} may be; make several reports of it`;
  return [{ path: `${path}.to`, message }];
}

function partRules(given: unknown, path: string): readonly Problem[] {
  if (!Array.isArray(given)) return [];
  return given.flatMap((part: unknown, at) => {
    const { data } = reportPartSchema.safeParse(part);
    if (data === undefined || (data.file === undefined) !== (data.query === undefined)) return [];
    return [{ path: `${path}.parts.${at}`, message: "must name a file or a query, and not both" }];
  });
}
