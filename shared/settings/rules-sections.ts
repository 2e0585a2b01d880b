import * as z from "zod";
import type { MemberAudience } from "../catalog/audiences.ts";
import { type DatasetName, namesInWords } from "../catalog/datasets.ts";
import { fieldsOf, type Problem } from "./problem.ts";
import { DATASET_OF_SECTION, type DigestSettings, digestFields } from "./schema.ts";

/** Without which dataset a filter has nothing to go by, whatever the sections. */
const DATASET_OF_FILTER = {
  publishers: "publisher-contracts",
  accountManagers: "campaigns",
  campaignManagers: "campaigns",
} as const satisfies Partial<Record<keyof DigestSettings["filter"], DatasetName>>;

/** What the one form of an audience's mail is made of. */
const OF_AUDIENCE = {
  publisher: { whose: "a publisher's", dataset: "publisher-contracts" },
  advertiser: { whose: "an advertiser's", dataset: "campaigns" },
} as const satisfies Readonly<Record<MemberAudience, { readonly whose: string; readonly dataset: DatasetName }>>;

const { audience, sections, filter } = digestFields.shape;
const contentSchema = z.object({ audience, filter });

/**
 * What a digest is to tell must be taken, and be for its audience (docs/design.md, "Settings").
 * @param taken the enterprise's datasets; undefined when those are wrong
 */
export function sectionRules(digest: unknown, path: string, taken: readonly DatasetName[] | undefined): Problem[] {
  const { data: content } = contentSchema.safeParse(digest);
  if (content === undefined) return [];
  const problems: Problem[] = [];
  const isTaken = (dataset: DatasetName) => taken === undefined || taken.includes(dataset);
  const needs = (dataset: string) => `needs ${dataset} in the enterprise's datasets`;
  if (content.audience !== "internal") {
    const { whose, dataset } = OF_AUDIENCE[content.audience];
    if (fieldsOf(digest).get("sections") !== undefined) {
      problems.push({ path: `${path}.sections`, message: `must be left out: ${whose} mail has one form` });
    }
    if (!isTaken(dataset)) problems.push({ path: `${path}.audience`, message: needs(dataset) });
    return problems;
  }
  const named = sections.safeParse(fieldsOf(digest).get("sections")).data;
  (named ?? []).forEach((name, at) => {
    const dataset = DATASET_OF_SECTION[name];
    if (!isTaken(dataset)) problems.push({ path: `${path}.sections.${at}`, message: needs(dataset) });
  });
  const anything = [...new Set(Object.values(DATASET_OF_SECTION))];
  if (named === undefined && !anything.some(isTaken)) {
    problems.push({ path, message: `has nothing to tell: it ${needs(namesInWords(anything, "or"))}` });
  }
  for (const [name, dataset] of Object.entries(DATASET_OF_FILTER)) {
    const ids: readonly number[] = content.filter[name as keyof typeof DATASET_OF_FILTER];
    if (ids.length > 0 && !isTaken(dataset)) {
      problems.push({ path: `${path}.filter.${name}`, message: needs(dataset) });
    }
  }
  return problems;
}
