import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { CloudFormationClient, paginateListStacks } from "@aws-sdk/client-cloudformation";
import { ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateSecretCommand, ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shareOf } from "../../infra/shares.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { deploy } from "../end-to-end/deployment.ts";
import { type LocalStack, startLocalStack, whyNoLocalStack } from "./localstack-server.ts";
import { thin } from "./thin-assembly.ts";

// The CDK CLI against an emulator of CloudFormation: a deployment that fails, comes, changes, goes and comes back.

const missing = await whyNoLocalStack();
if (missing !== undefined) process.stderr.write(`\ntest/localstack is skipped: ${missing}\n`);

const CDK = fileURLToPath(import.meta.resolve("aws-cdk/bin/cdk"));
const ENVIRONMENT = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

const settingsOf = (enterprises: readonly string[], deployment?: string) =>
  parseSettings(
    {
      ...(deployment === undefined ? {} : { deployment }),
      from: "Lead reports <reports@acme.example>",
      alertsTo: ["ops@acme.example"],
      historyFrom: "2026-11-01",
      enterprises: Object.fromEntries(
        enterprises.map((name) => [
          name,
          { timeZone: "Europe/London", digests: { daily: { to: ["a@acme.example"] } } },
        ]),
      ),
    },
    "test",
  );

describe.skipIf(missing !== undefined)("the life of a deployment in LocalStack", () => {
  let localstack: LocalStack;

  beforeAll(async () => {
    localstack = await startLocalStack();
    for (const [name, value] of Object.entries({ ...ENVIRONMENT, AWS_ENDPOINT_URL: localstack.endpoint })) {
      process.env[name] = value;
    }
  });
  afterAll(async () => {
    await localstack?.close();
    for (const name of [...Object.keys(ENVIRONMENT), "AWS_ENDPOINT_URL"]) delete process.env[name];
  });

  /** The CLI's exit code; what it said goes into the failure of a test. */
  async function cdk(command: "deploy" | "destroy", settings: ReturnType<typeof settingsOf>, broken = false) {
    const deployment = await deploy(settings);
    try {
      await thin(deployment, broken);
      const args = command === "deploy" ? ["--require-approval", "never"] : ["--force"];
      const child = spawn(process.execPath, [CDK, command, "--all", ...args, "--app", deployment.outdir], {
        cwd: deployment.outdir,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const said = Promise.all([text(child.stdout), text(child.stderr)]);
      const [code] = await once(child, "exit");
      process.stdout.write(`  cdk ${command} ${settings.deployment ?? ""} ended with ${code}\n`);
      return { code: Number(code), said: (await said).join("\n").slice(-3000) };
    } finally {
      await deployment.remove();
    }
  }
  const succeeds = async (...of: Parameters<typeof cdk>) => {
    const { code, said } = await cdk(...of);
    expect(code, said).toBe(0);
  };
  const PRESENT = ["CREATE_COMPLETE", "UPDATE_COMPLETE"] as const;
  const stacks = async () => {
    const found: string[] = [];
    const client = new CloudFormationClient({});
    for await (const { StackSummaries = [] } of paginateListStacks({ client }, { StackStatusFilter: [...PRESENT] })) {
      found.push(...StackSummaries.map(({ StackName = "" }) => StackName));
    }
    return found.sort();
  };
  /** Whose schedules a group holds. */
  const scheduled = async (GroupName: string) => {
    const { Schedules = [] } = await new SchedulerClient({}).send(new ListSchedulesCommand({ GroupName }));
    return [
      ...new Set(Schedules.flatMap(({ Name = "" }) => ["acme", "globex"].filter((one) => Name.includes(one)))),
    ].sort();
  };
  const share = (enterprise: string, stack = "ConvertrReports") => `${stack}-Enterprises-${shareOf(enterprise)}`;
  const makeSecret = async () => {
    await new SecretsManagerClient({}).send(
      new CreateSecretCommand({ Name: "convertr-reports/acme", SecretString: '{"username":"u","password":"p"}' }),
    );
  };
  const secrets = async () => {
    const { SecretList = [] } = await new SecretsManagerClient({}).send(new ListSecretsCommand({}));
    return SecretList.map(({ Name }) => Name);
  };
  const BOTH = settingsOf(["acme", "globex"]);
  const STAGE = settingsOf(["acme"], "staging");
  const STAGE_STACKS = ["ConvertrReports-staging", share("acme", "ConvertrReports-staging")];
  const BOTH_STACKS = ["ConvertrReports", share("acme"), share("globex")];
  const sorted = (...of: readonly string[]) => [...of].sort();

  test("it fails, comes at the next try, loses an enterprise, gets it back, goes and comes back; another stands beside it", {
    timeout: 600_000,
  }, async () => {
    await makeSecret();
    await succeeds("deploy", STAGE);
    expect(await stacks()).toEqual(sorted(...STAGE_STACKS));

    expect((await cdk("deploy", BOTH, true)).code).not.toBe(0);
    expect(await stacks()).toEqual(sorted(...STAGE_STACKS));

    await succeeds("deploy", BOTH);
    expect(await stacks()).toEqual(sorted(...STAGE_STACKS, ...BOTH_STACKS));
    expect(await scheduled("convertr-reports")).toEqual(["acme", "globex"]);

    await succeeds("deploy", settingsOf(["acme"]));
    expect(await stacks()).toEqual(sorted(...STAGE_STACKS, "ConvertrReports", share("acme")));
    expect(await scheduled("convertr-reports")).toEqual(["acme"]);

    await succeeds("deploy", BOTH);
    expect(await scheduled("convertr-reports")).toEqual(["acme", "globex"]);

    await succeeds("destroy", BOTH);
    expect(await stacks()).toEqual(sorted(...STAGE_STACKS));
    expect(await scheduled("convertr-reports-staging")).toEqual(["acme"]);
    expect(await secrets()).toEqual(["convertr-reports/acme"]);

    await succeeds("deploy", BOTH);
    expect(await stacks()).toEqual(sorted(...STAGE_STACKS, ...BOTH_STACKS));
    expect(await scheduled("convertr-reports")).toEqual(["acme", "globex"]);
    expect(await secrets()).toEqual(["convertr-reports/acme"]);
  });
});
