import { scrypt } from "node:crypto";
import { promisify } from "node:util";
import type { Credentials, CredentialsProvider } from "../../shared/convertr/login/credentials.ts";
import { ReportsError } from "../../shared/platform/errors.ts";

/** The service user's name and password from the environment, for any enterprise. */
export function environmentCredentials(env: NodeJS.ProcessEnv): CredentialsProvider {
  const made = new Map<string, Promise<Credentials>>();
  return {
    get: async (enterprise) => {
      const missing = ["CONVERTR_USERNAME", "CONVERTR_PASSWORD"].filter((name) => !env[name]);
      if (missing.length > 0) {
        throw new ReportsError("SecretUnavailable", {
          what: `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set`,
          where: `credentials of ${enterprise}, from the environment`,
          remedy: "Set them to the service user's name and password; serve-api prints the ones of the simulated API",
        });
      }
      const username = env["CONVERTR_USERNAME"] ?? "";
      const password = env["CONVERTR_PASSWORD"] ?? "";
      const key = JSON.stringify([enterprise, username, password]);
      const known = made.get(key) ?? withVersion(enterprise, username, password);
      made.set(key, known);
      return await known;
    },
  };
}

const derive = promisify<string, string, number, Buffer>(scrypt);
/** 20 bits: a million passwords share each version, so that one on a disk confirms no guess. */
const VERSION_DIGITS = 5;

/**
 * What stands for the password where a refusal is noted. It must change with the password and tell nothing of it: each guess costs
 * tens of milliseconds, and of a list of ten million passwords ten fit, which only a login could tell apart.
 */
async function withVersion(enterprise: string, username: string, password: string): Promise<Credentials> {
  const bytes = await derive(password, `convertr-reports ${enterprise} ${username}`, Math.ceil(VERSION_DIGITS / 2));
  return { username, password, version: `local-${bytes.toString("hex").slice(0, VERSION_DIGITS)}` };
}
