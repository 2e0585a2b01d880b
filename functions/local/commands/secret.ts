import { createSecretsManagerClient } from "../../../shared/convertr/login/secrets-manager.ts";
import { enterpriseOf } from "../../../shared/settings/lookup.ts";
import { namesOf } from "../../../shared/settings/names.ts";
import { checkPlace } from "../aws/place.ts";
import { printResult } from "../output.ts";
import { askCredentials } from "../secret/ask-credentials.ts";
import { keepSecret } from "../secret/keep-secret.ts";
import { readDeployedSettings } from "../settings.ts";

export interface SecretOptions {
  readonly enterprise: string;
  readonly settings?: string;
}

/**
 * `reports secret`: the credentials of an enterprise of the settings, into the deployment's secret. Where that is, is checked before a
 * password is asked for.
 * @returns true; what fails is thrown
 */
export async function runSecret({ enterprise, settings: file }: SecretOptions): Promise<boolean> {
  const settings = await readDeployedSettings(file);
  enterpriseOf(settings, enterprise);
  const place = await checkPlace(settings);
  const { secretPrefix } = namesOf(settings.deployment);
  const credentials = await askCredentials({ input: process.stdin, output: process.stderr });
  const client = createSecretsManagerClient();
  const outcome = await keepSecret(client, {
    secretId: secretPrefix + enterprise,
    credentials,
    description: `Convertr service user of ${enterprise}`,
    tags: {
      service: "convertr-reports",
      ...(settings.deployment === undefined ? {} : { deployment: settings.deployment }),
    },
  });
  client.destroy();
  printResult({ enterprise, name: secretPrefix + enterprise, ...place, ...outcome });
  return true;
}
