import {
  DEFAULT_CREDENTIALS,
  type SimulatedApi,
  startSimulatedApi,
} from "../../../functions/local/simulated-api/server.ts";
import { STEPS, type Step } from "../../../functions/rotation/event.ts";
import { type RotationAnswer, type RotationDependencies, rotatePassword } from "../../../functions/rotation/job.ts";
import { type ConvertrClientOptions, countMembers } from "../../../shared/convertr/client.ts";
import { accountMemory } from "../../../shared/convertr/http/account-memory.ts";
import { newPassword } from "../../../shared/convertr/login/password.ts";
import { createSecretVersions } from "../../../shared/convertr/login/secret-versions.ts";
import {
  createSecretsManagerClient,
  createSecretsManagerCredentials,
} from "../../../shared/convertr/login/secrets-manager.ts";
import { createServiceUser } from "../../../shared/convertr/login/service-user.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import { isReportsError, type ReportsError } from "../../../shared/platform/errors.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { createRefusedSecrets } from "../../../shared/snapshot/refused-secrets.ts";
import { createS3Client, createS3Store } from "../../../shared/snapshot/s3-store.ts";
import { createFakeS3 } from "../../fakes/aws/s3.ts";
import {
  beginRotation,
  type FakeSecret,
  putVersion,
  versionsOf,
  versionWith,
} from "../../fakes/aws/secret-versions.ts";
import { createFakeSecretsManager, FAKE_SCOPE, secretArn } from "../../fakes/aws/secrets-manager.ts";
import { type AwsService, startAws } from "../../fakes/aws/server.ts";
import { freePort } from "../../fakes/free-port.ts";
import { demoWorld } from "../../local/simulated-api/demo-world.ts";

export const SECRET = "convertr-reports/acme";
export const USERNAME = DEFAULT_CREDENTIALS.username;
export const FIRST_PASSWORD = DEFAULT_CREDENTIALS.password;
export const tokenOf = (number: number): string => `rotation-${String(number).padStart(4, "0")}-0123456789abcdef0123`;

const account = demoWorld({ campaigns: 250 });
const SETTINGS = parseSettings(
  {
    from: "reports@acme.example",
    alertsTo: ["ops@acme.example"],
    historyFrom: "2026-11-23",
    enterprises: { acme: { timeZone: "UTC", rotatePassword: true }, plain: { timeZone: "UTC" } },
  },
  "test",
);

/** Where the process dies: at its call of this number, counted from 0, before or after the other side has done its work. */
export interface Death {
  readonly call: number;
  readonly when: "before" | "after";
}

export interface Login {
  readonly password: string;
  readonly isRight: boolean;
}

export interface RotationWorld extends AsyncDisposable {
  readonly api: SimulatedApi;
  readonly secret: FakeSecret;
  /** What the function called since it was last given life, such as `secretsmanager:GetSecretValue` and `POST /api/login`. */
  readonly calls: string[];
  /** Every login that Convertr judged. */
  readonly logins: Login[];
  readonly slept: number[];
  /** From now on the process lives, until its death if it has one. Once dead nothing it asks is heard. */
  live(death?: Death): void;
  step(step: Step, token?: string): Promise<RotationAnswer>;
  /** As Secrets Manager does it: step after step until one fails, with the token of a rotation that has not ended. */
  rotate(token?: string): Promise<ReportsError | undefined>;
  /** What a snapshot's client gets, in a process of its own. */
  clientLogsIn(): Promise<boolean>;
  /** As a person does it with put-secret-value. */
  putByHand(credentials: { readonly username?: string; readonly password: string }): void;
  passwordAt(stage: string): string | undefined;
  /** Told of each request to Convertr, before it is judged. */
  onConvertr: (path: string) => void;
}

/** A rotation over HTTP: the simulated API, Secrets Manager and S3 on loopback, the real SDK, and a process that can die. */
export async function rotationWorld(): Promise<RotationWorld> {
  const manager = createFakeSecretsManager();
  const s3 = createFakeS3("bucket");
  const secret: FakeSecret = { SecretString: JSON.stringify(DEFAULT_CREDENTIALS), VersionId: "first" };
  manager.secrets.set(SECRET, secret);
  const life = createLife();
  const aws = await startAws([mortal(manager, life), mortal(s3, life)]);
  const logins: Login[] = [];
  const slept: number[] = [];
  const world = { onConvertr: (_: string) => {} };
  const api = await startSimulatedApi({
    port: await freePort(),
    world: account,
    now: Date.now,
    rateLimit: null,
    onRequest: async (exchange, next) => {
      const act = life.call(`${exchange.method} ${exchange.path}`);
      const drop = () => {
        exchange.response.destroy();
        return "taken" as const;
      };
      if (act === "before") return drop();
      world.onConvertr(exchange.path);
      const answer = await next();
      if (exchange.path === "/api/login") {
        const password = new URLSearchParams(exchange.body).get("password") ?? "";
        logins.push({ password, isRight: answer.status === 200 });
      }
      return act === "after" ? drop() : answer;
    },
  });
  const clock: Clock = {
    now: Date.now,
    sleep: async (ms) => void slept.push(ms),
  };
  const config = {
    region: FAKE_SCOPE.region,
    endpoint: aws.endpoint,
    credentials: { accessKeyId: "AKID", secretAccessKey: "x" },
    maxAttempts: 1,
  };
  const client = createSecretsManagerClient(undefined, config);
  const s3Client = createS3Client(undefined, { ...config, forcePathStyle: true });
  const refusedSecrets = createRefusedSecrets(createS3Store({ client: s3Client, bucket: "bucket", clock }));
  const shared = (): Omit<ConvertrClientOptions, "credentials" | "refusedSecrets" | "concurrency"> => ({
    enterprise: "acme",
    baseUrl: api.url,
    clock,
    random: () => 0.5,
    log: silent,
    deadline: Date.now() + 60_000,
  });
  const numbers = randomNumbers();
  const deps: RotationDependencies = {
    deployment: undefined,
    settingsOf: () => SETTINGS,
    log: silent,
    rotationOf: (enterprise) => ({
      secret: createSecretVersions(client, `convertr-reports/${enterprise}`),
      user: createServiceUser(shared()),
      refusedSecrets,
      clock,
      newPassword: () => newPassword(numbers),
    }),
  };
  const step = (step: Step, token = tokenOf(1)) =>
    rotatePassword(deps, { Step: step, SecretId: secretArn(SECRET), ClientRequestToken: token });
  const passwordAt = (stage: string) => passwordIn(secret, versionWith(secret, stage));
  return Object.assign(world, {
    api,
    secret,
    calls: life.calls,
    logins,
    slept,
    live: life.begin,
    step,
    rotate: async (token = tokenOf(1)) => {
      const own = beginRotation(secret, token);
      try {
        for (const name of STEPS) await step(name, own);
        return undefined;
      } catch (error) {
        if (!isReportsError(error)) throw error;
        return error;
      }
    },
    clientLogsIn: async () => {
      life.begin();
      accountMemory("acme", api.url).token = undefined;
      const credentials = createSecretsManagerCredentials({ client, secretPrefix: "convertr-reports/" });
      const options = { ...shared(), credentials, refusedSecrets, concurrency: 1 };
      return await countMembers(options, { collection: "campaigns", filters: {} }).then(
        (count) => count !== undefined && count > 0,
        (error: unknown) => {
          if (!isReportsError(error, "AuthFailed")) throw error;
          return false;
        },
      );
    },
    putByHand: ({ username = USERNAME, password }: { username?: string; password: string }) => {
      const asked = { ClientRequestToken: `by-hand-${password}`, SecretString: JSON.stringify({ username, password }) };
      putVersion(secret, asked, Date.now());
    },
    passwordAt,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      s3Client.destroy();
      await Promise.all([api.close(), aws.close()]);
    },
  });
}

function passwordIn(secret: FakeSecret, id: string | undefined): string | undefined {
  const text = id === undefined ? undefined : versionsOf(secret).get(id)?.SecretString;
  return text === undefined ? undefined : JSON.parse(text).password;
}

const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Another sequence in every world is not needed, another number each time is. */
function randomNumbers(): (limit: number) => number {
  let state = 12_345;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

type Act = "live" | "before" | "after";

function createLife() {
  const calls: string[] = [];
  let [death, isDead]: [Death | undefined, boolean] = [undefined, false];
  return {
    calls,
    begin: (at?: Death): void => {
      calls.splice(0);
      [death, isDead] = [at, false];
    },
    call: (name: string): Act => {
      if (isDead) return "before";
      calls.push(name);
      if (calls.length - 1 !== death?.call) return "live";
      isDead = true;
      return death.when;
    },
  };
}

/** A service that does not hear a dead process. What is thrown destroys the connection. */
function mortal(service: AwsService, life: ReturnType<typeof createLife>): AwsService {
  return {
    ...service,
    answer: (request) => {
      const act = life.call(service.callsOf(request)[0]?.action ?? "");
      if (act === "before") throw new Error("the process is dead");
      const answer = service.answer(request);
      if (act === "after") throw new Error("the process is dead");
      return answer;
    },
  };
}
