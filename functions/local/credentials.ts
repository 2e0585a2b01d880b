import { createHash } from "node:crypto";
import type { CredentialsProvider } from "../../shared/convertr/login/credentials.ts";
import { ReportsError } from "../../shared/platform/errors.ts";

/** The service user's name and password from the environment, for any enterprise. */
export function environmentCredentials(env: NodeJS.ProcessEnv): CredentialsProvider {
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
      const version = createHash("sha256").update(`${username}\n${password}`).digest("hex").slice(0, 16);
      return { username, password, version };
    },
  };
}
