import { readFile } from "node:fs/promises";
import { ReportsError } from "../../../../shared/platform/errors.ts";
import { type FaultScript, parseFaultScript } from "./fault-script.ts";

/** @throws InvalidSettings when the file is none, or no fault script */
export async function readFaultScript(file: string): Promise<FaultScript> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new ReportsError("InvalidSettings", {
      what: error instanceof SyntaxError ? "the fault script is not JSON" : "the fault script cannot be read",
      where: file,
      remedy: 'Give a file of the form {"rules":[{"fault":"status","status":503,"on":{"chance":0.3}}]}',
    });
  }
  return parseFaultScript(json, file);
}
