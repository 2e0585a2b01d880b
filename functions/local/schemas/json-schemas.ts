import * as z from "zod";
import { settingsSchema } from "../../../shared/settings/schema.ts";
import { digestEventSchema } from "../../digest/event.ts";
import { monthsEventSchema } from "../../months/event.ts";
import { reportEventSchema } from "../../report/event.ts";
import { snapshotEventSchema } from "../../snapshot/event.ts";
import { watchEventSchema } from "../../watch/event.ts";

/** Below the project's root. */
export const SCHEMAS_FOLDER = "docs/schemas";

const EVENTS = {
  snapshot: snapshotEventSchema,
  digest: digestEventSchema,
  watch: watchEventSchema,
  months: monthsEventSchema,
  report: reportEventSchema,
} as const;

/** Every JSON Schema that is published, by file name: what the functions check by, in the form that editors read. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  const events = Object.entries(EVENTS).map(
    ([job, schema]) => [`${job}-event.schema.json`, textOf(schema, `Event of the ${job} function`)] as const,
  );
  return new Map([["settings.schema.json", textOf(settingsSchema, "Settings of Convertr reports")], ...events]);
}

/** What may be written, so with defaults left out. Rules between fields are checked by the program alone. */
function textOf(schema: z.core.$ZodType, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return printed({ $schema, title, ...rest });
}

const printed = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;
