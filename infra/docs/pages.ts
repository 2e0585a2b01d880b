import { readFileSync } from "node:fs";
import { dataDictionary } from "../../shared/catalog/dictionary.ts";
import { acceptedPage } from "./accepted-findings.ts";
import { withAlarms } from "./alarm-section.ts";

/** Pages that are made, or partly made, of the code: path below the project's root → text. */
export function madePages(): ReadonlyMap<string, string> {
  const { context: flags } = JSON.parse(readFileSync("cdk.json", "utf8"));
  return new Map([
    ["docs/accepted-findings.md", acceptedPage(flags)],
    ["docs/data-dictionary.md", dataDictionary()],
    ["docs/operations.md", withAlarms(readFileSync("docs/operations.md", "utf8"))],
  ]);
}
