import { readFileSync } from "node:fs";
import { dataDictionary } from "../../shared/catalog/dictionary.ts";
import { costPage } from "../cost/page.ts";
import prices from "../cost/prices.json" with { type: "json" };
import { acceptedPage } from "./accepted-findings.ts";
import { withAlarms } from "./alarm-section.ts";
import { describe } from "./synthesise.ts";

const SIZES = [1, 10, 100];

/** Pages that are made, or partly made, of the code: path below the project's root → text. */
export function madePages(): ReadonlyMap<string, string> {
  const { context } = JSON.parse(readFileSync("cdk.json", "utf8"));
  const { reports: _, ...flags } = context;
  const described = SIZES.map((size) => describe(size, flags));
  const parameters = described.map((of) => of.parameters);
  return new Map([
    ["docs/cost.md", costPage(parameters, prices)],
    ["docs/accepted-findings.md", acceptedPage(described[0]?.accepted ?? [])],
    ["docs/data-dictionary.md", dataDictionary()],
    ["docs/operations.md", withAlarms(readFileSync("docs/operations.md", "utf8"))],
  ]);
}
