import { DEFAULT_CREDENTIALS } from "../../../functions/local/simulated-api/server.ts";
import type { CredentialsProvider } from "../../../shared/convertr/login/credentials.ts";
import type { Log } from "../../../shared/platform/log.ts";

export const CREDENTIALS: CredentialsProvider = { get: async () => ({ ...DEFAULT_CREDENTIALS, version: "bench" }) };

export const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };
