import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { type ApiOptions, runApi } from "../../../functions/local/commands/api.ts";
import { DEFAULT_CREDENTIALS } from "../../../functions/local/simulated-api/server.ts";

/** What the command prints, on both streams. */
export interface Printed {
  readonly out: string;
  readonly notes: string;
}

export interface ApiCommand {
  /** With settings of one enterprise, acme. */
  readonly folder: string;
  run(collection: string, id?: number, options?: Partial<ApiOptions>): Promise<Printed>;
  remove(): Promise<void>;
}

export async function openApiCommand(): Promise<ApiCommand> {
  const folder = await mkdtemp(join(tmpdir(), "look-up-"));
  const enterprises = { acme: { timeZone: "Europe/London" } };
  const settings = { from: "a@acme.example", alertsTo: ["b@acme.example"], historyFrom: "2026-11-01", enterprises };
  await writeFile(join(folder, "settings.json"), JSON.stringify(settings));
  return {
    folder,
    remove: () => rm(folder, { recursive: true }),
    run: async (collection, id, options = {}) => {
      const printed = { out: "", notes: "" };
      const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
        printed.out += String(text);
        return true;
      });
      const notes = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
        printed.notes += String(text);
        return true;
      });
      try {
        const fixed = { data: join(folder, "data"), settings: join(folder, "settings.json") };
        await runApi(collection, id, { ...fixed, filter: [], order: [], format: "json", ...options });
      } finally {
        out.mockRestore();
        notes.mockRestore();
      }
      return printed;
    },
  };
}

/** The environment that makes the command ask the API at `url`. */
export function stubEnvironment(url: string): void {
  vi.stubEnv("CONVERTR_BASE_URL", url);
  vi.stubEnv("CONVERTR_USERNAME", DEFAULT_CREDENTIALS.username);
  vi.stubEnv("CONVERTR_PASSWORD", DEFAULT_CREDENTIALS.password);
}

export const rowsOf = ({ out }: Printed): Record<string, unknown>[] =>
  out
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

export const idsOf = (printed: Printed): number[] => rowsOf(printed).map(({ id }) => Number(id));
