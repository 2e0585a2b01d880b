import { createHash } from "node:crypto";
import { type DeliverDependencies, deliver, recordNotSent } from "../../shared/digest/delivery/deliver.ts";
import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { ownerNotice } from "../../shared/digest/frame/owner-notice.ts";
import { makeDigest } from "../../shared/digest/make-digest.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import { digestOf, enterpriseOf } from "../../shared/settings/lookup.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import { type DigestAnswer, withheldFrom } from "./answer.ts";
import { type DigestRun, digestDateOf } from "./digest-run.ts";
import type { DigestRequest } from "./event.ts";
import { mailsFor, noticesFor } from "./mails.ts";
import { type Rendering, renderDigest, storeRendering } from "./rendering.ts";
import { reportDigest } from "./report.ts";
import { whyWithheld } from "./withheld.ts";

export interface DigestDependencies extends DeliverDependencies {
  readonly settings: Settings;
  readonly metrics: Metrics;
  readonly newRunId: (now: number) => string;
  /** Version of this code, printed in the mail's footer. */
  readonly version: string;
  /** Epoch ms after which no mail is started. @default never */
  readonly stopAt?: number;
}

/**
 * Builds a digest from published snapshots, stores what it says, and sends each recipient at most one mail.
 * Never calls the API. `partial` and `not-sent` are answers.
 * @throws UnknownEnterprise | UnknownDigest | InvalidEvent before anything is read; NoSnapshot; StoreFailed
 */
export async function sendDigest(deps: DigestDependencies, request: DigestRequest): Promise<DigestAnswer> {
  const { settings } = deps;
  const enterprise = enterpriseOf(settings, request.enterprise);
  const digest = digestOf(enterprise, request);
  const now = deps.clock.now();
  const date = digestDateOf(request, { zone: enterprise.timeZone, historyFrom: settings.historyFrom, now });
  const run: DigestRun = { request, settings, enterprise, digest, date, runId: deps.newRunId(now) };
  const model = await makeDigest(deps.store, {
    enterprise: request.enterprise,
    enterpriseSettings: enterprise,
    digest: request.digest,
    settings: digest,
    date,
    version: deps.version,
  });
  const rendering = renderDigest(model, { test: request.to !== undefined });
  const htmlKey = await storeRendering(deps.store, run, rendering);
  const answer = { ...(await send(deps, run, { model, rendering })), ...told(run, rendering, htmlKey) };
  reportDigest(deps, answer);
  return answer;
}

type Sent = Pick<DigestAnswer, "outcome" | "recipients">;
interface Made {
  readonly model: DigestModel;
  readonly rendering: Rendering;
}

const told = ({ request, date, runId }: DigestRun, { subject }: Rendering, htmlKey: string) => ({
  runId,
  enterprise: request.enterprise,
  digest: request.digest,
  date,
  subject,
  htmlKey,
});

async function send(deps: DigestDependencies, run: DigestRun, made: Made): Promise<Sent> {
  const { request, digest } = run;
  if (request.dryRun) return { outcome: "dry-run", recipients: [] };
  if (request.to !== undefined)
    return deliver(deps, deliveryRequest(deps, run, made.rendering.html), mailsFor(run, made.rendering));
  const told = await tellOwner(deps, run, made.model);
  const reason = whyWithheld(digest, made.model);
  if (reason !== undefined) {
    const withheld = `${reason}${told}`;
    await recordNotSent(deps.store, deliveryRun(run, made.rendering.html), withheld);
    return { outcome: "not-sent", recipients: digest.to.map((to) => withheldFrom(to, withheld)) };
  }
  return deliver(deps, deliveryRequest(deps, run, made.rendering.html), mailsFor(run, made.rendering));
}

/**
 * Once a day and owner, by a ledger of its own: a second run of the day tells nobody again.
 * @returns what became of it, to go after the reason
 */
async function tellOwner(deps: DigestDependencies, run: DigestRun, model: DigestModel): Promise<string> {
  const notice = ownerNotice(model);
  if (notice === undefined) return "";
  const { recipients } = await deliver(
    deps,
    { ...deliveryRequest(deps, run, notice.text), digest: `owner.${run.request.digest}` },
    noticesFor(run, notice),
  );
  deps.log.warn("digest-owner-told", {
    enterprise: run.request.enterprise,
    digest: run.request.digest,
    date: run.date,
    reasons: model.audience.reasons.map(({ kind }) => kind),
    states: recipients.map(({ state }) => state),
  });
  const told = recipients.some(({ state }) => state === "sent" || state === "already-sent");
  return told ? " The owner was told." : " The owner could not be told either.";
}

const deliveryRun = ({ request, date, runId }: DigestRun, content: string) => ({
  enterprise: request.enterprise,
  digest: request.digest,
  date,
  runId,
  htmlSha256: createHash("sha256").update(content).digest("hex"),
});

const deliveryRequest = (deps: DigestDependencies, run: DigestRun, content: string) => ({
  ...deliveryRun(run, content),
  force: run.request.force,
  test: run.request.to !== undefined,
  ...(deps.stopAt === undefined ? {} : { stopAt: deps.stopAt }),
});
