// AWS and the enterprises' APIs on loopback, for one morning of many enterprises.
import { createServer } from "node:http";
import { listenOnLoopback } from "../../../functions/local/listen.ts";
import { errorAnswer } from "../../../functions/local/simulated-api/http/answer.ts";
import {
  DEFAULT_CREDENTIALS,
  type SimulatedApiOptions,
  startSimulatedApi,
} from "../../../functions/local/simulated-api/server.ts";
import { createWorld } from "../../../functions/local/simulated-api/world.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { createFakeS3 } from "../../fakes/aws/s3.ts";
import { createFakeSecretsManager } from "../../fakes/aws/secrets-manager.ts";
import { type AwsRequest, startAws } from "../../fakes/aws/server.ts";
import { createFakeSes } from "../../fakes/aws/ses.ts";
import { answer, inputOf } from "../measure.ts";
import { BUCKET } from "../suites/aws.ts";
import {
  MORNING_ZONE,
  type Morning,
  type MorningReport,
  type MorningServer,
  SECRET_PREFIX,
} from "../suites/morning-input.ts";

const SLOW_MS = 1_500;
const morning = inputOf<Morning>();
const s3 = createFakeS3(BUCKET);
const ses = createFakeSes();
const secrets = createFakeSecretsManager();
for (const name of morning.enterprises) {
  const password = name === morning.refused ? "not the password" : DEFAULT_CREDENTIALS.password;
  secrets.secrets.set(SECRET_PREFIX + name, {
    SecretString: JSON.stringify({ ...DEFAULT_CREDENTIALS, password }),
    CreatedDate: `${addDays(morning.date, -1)}T08:00:00Z`,
  });
}

const requests: Record<string, number> = {};
const aws = await startAws([s3, ses, secrets], (request) => {
  const kind = kindOf(request);
  if (kind !== undefined) requests[kind] = (requests[kind] ?? 0) + 1;
});

function kindOf({ method, url, headers }: AwsRequest): string | undefined {
  if (!headers["authorization"]?.includes("/s3/aws4_request")) return undefined;
  return url.searchParams.has("list-type") ? "LIST" : method;
}

const world = createWorld({
  ...{ seed: 1, historyStart: addDays(morning.date, -20), timeZone: MORNING_ZONE, campaigns: 6 },
});
const serve = (options: Partial<SimulatedApiOptions> = {}) =>
  startSimulatedApi({ world, now: () => Date.parse(`${morning.date}T05:00:00Z`), rateLimit: null, ...options });
const apis = {
  well: await serve(),
  refused: await serve(),
  down: await serve({ onRequest: async () => errorAnswer(503, "Service Unavailable", "jsonld") }),
  slow: await serve({ latencyMs: SLOW_MS }),
};

const report = createServer((_, response) => {
  const mails: Record<string, number> = {};
  for (const to of ses.sent.flatMap(({ destinations }) => destinations)) mails[to] = (mails[to] ?? 0) + 1;
  const apiRequests = Object.values(apis).reduce((sum, { stats }) => sum + stats.requests, 0);
  response.end(JSON.stringify({ s3: requests, mails, apiRequests } satisfies MorningReport));
});
const port = await listenOnLoopback(report, 0);
answer({
  endpoint: aws.endpoint,
  apis: { well: apis.well.url, refused: apis.refused.url, down: apis.down.url, slow: apis.slow.url },
  report: `http://127.0.0.1:${port}`,
} satisfies MorningServer);
process.stdin.resume().once("end", () => process.exit(0));
