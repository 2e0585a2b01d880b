import { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "./log.ts";

export interface PowertoolsLogOptions {
  /** Which function speaks: snapshot, digest, watch or rotation. */
  readonly service: string;
  /** Applied to every text that is logged. @default none */
  readonly redact?: (text: string) => string;
}

/** The log as Powertools' JSON lines on standard output and, from warnings up, standard error. */
export function createPowertoolsLog({ service, redact = (text) => text }: PowertoolsLogOptions): Log {
  const logger = new Logger({ serviceName: service, logLevel: "INFO" });
  const write =
    (level: "info" | "warn" | "error"): Log["info"] =>
    (event, fields = {}) => {
      logger[level](redact(event), { ...redacted(fields, redact) });
    };
  return { info: write("info"), warn: write("warn"), error: write("error") };
}

function redacted(fields: Readonly<Record<string, unknown>>, redact: (text: string) => string) {
  const clean = (value: unknown): unknown => {
    if (typeof value === "string") return redact(value);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key), clean(inner)]));
    }
    return value;
  };
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, clean(value)]));
}
