import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { ownerNotice } from "../../shared/digest/frame/owner-notice.ts";
import type { OpenedDigest } from "../../shared/digest/make-digest.ts";
import type { OwnerReason } from "../../shared/digest/model/freshness.ts";
import { unknownFilterValues } from "../../shared/digest/model/unknown-filter.ts";
import { isReportsError } from "../../shared/platform/errors.ts";
import { MEMBER_FILTER } from "../../shared/settings/one-digest.ts";
import type { DigestAnswer, MemberAnswer } from "./answer.ts";
import type { DigestDependencies, DigestRun, Steps } from "./digest-run.ts";
import { type Sent, sendMail, settledMail, tellOwner } from "./one-mail.ts";
import { reportDigest } from "./report.ts";

type Members = readonly [DigestRun, ...DigestRun[]];
type Identity = Pick<DigestAnswer, "runId" | "enterprise" | "digest" | "date">;
/** What an invocation is about; the owner is told of everybody whom `to` names, whoever this run is for. */
interface Burst {
  readonly identity: Identity;
  readonly runs: Members;
  readonly everybody: readonly number[];
}
type Told = Sent & Pick<MemberAnswer, "error">;

/**
 * A digest of many: the snapshots are read once, and each of them gets a mail of its own rows. What fails for one stops no other; what
 * nobody foresaw is thrown when all have had their turn.
 * @throws NoSnapshot; StoreFailed while reading
 */
export async function sendBurst(
  deps: DigestDependencies,
  { identity, runs, everybody }: Burst,
  steps: Steps,
): Promise<DigestAnswer> {
  const told = new Map<DigestRun, Told>();
  for (const run of runs) {
    const settled = await foreseen(() => settledMail(deps, run));
    if (settled !== undefined) told.set(run, settled);
  }
  const unforeseen: unknown[] = [];
  const [first, ...others] = runs.filter((run) => !told.has(run));
  const reason = first === undefined ? undefined : await steps.whyDeferred();
  if (first !== undefined && reason === undefined) {
    const opened = await steps.open();
    const owner = onceTold(() => tellOwner(deps, first, whatIsWrong(opened, first, everybody)));
    for (const run of [first, ...others]) {
      try {
        told.set(run, await memberMail(deps, run, { opened, tellOwner: owner }));
      } catch (error) {
        unforeseen.push(error);
        told.set(run, { ...NOTHING, outcome: "failed" });
      }
    }
  }
  const sent = runs.map(
    (run) => told.get(run) ?? { ...NOTHING, outcome: "deferred" as const, ...(reason === undefined ? {} : { reason }) },
  );
  const members = sent.map(({ isRepeated: _, ...answer }, at) => ({ member: runs[at]?.member ?? 0, ...answer }));
  const outcome = outcomeOf(members);
  const answer = {
    ...identity,
    ...NOTHING,
    outcome,
    ...(outcome === "deferred" && reason !== undefined ? { reason } : {}),
    members,
  };
  reportDigest(
    deps,
    answer,
    members.map((member, at) => ({ ...member, isRepeated: sent[at]?.isRepeated ?? false })),
  );
  if (unforeseen.length > 0) throw unforeseen[0];
  return answer;
}

const NOTHING = { subject: null, htmlKey: null, recipients: [] } as const;

/** @throws what is no named error of the project */
async function memberMail(
  deps: DigestDependencies,
  run: DigestRun,
  { opened, tellOwner }: { readonly opened: OpenedDigest; readonly tellOwner: () => Promise<string> },
): Promise<Told> {
  if (deps.clock.now() >= (deps.stopAt ?? Number.POSITIVE_INFINITY)) {
    return {
      ...NOTHING,
      outcome: "not-sent",
      reason: "The run's time was used up before its turn; the next run sends.",
    };
  }
  return foreseen(() => {
    const model = opened.modelOf(run.digest);
    const { reasons } = model.audience;
    return sendMail(deps, run, {
      model: {
        ...model,
        audience: { ...model.audience, reasons: reasons.map((reason) => asOfTo(run.digest, reason)) },
      },
      tellOwner,
    });
  });
}

/** An error of the project as what became of one of many. @throws every other */
async function foreseen<T>(work: () => Promise<T>): Promise<T | Told> {
  try {
    return await work();
  } catch (error) {
    if (!isReportsError(error)) throw error;
    return { ...NOTHING, outcome: "failed", error: { name: error.name, message: error.message } };
  }
}

function onceTold(tell: () => Promise<string>): () => Promise<string> {
  let told: Promise<string> | undefined;
  return () => {
    told ??= tell();
    return told;
  };
}

/** What the owner is told of all of them in one: of the snapshots, and of ids that no snapshot holds. */
function whatIsWrong({ input, modelOf }: OpenedDigest, first: DigestRun, everybody: readonly number[]) {
  const model = modelOf(first.digest);
  const { audience, filter } = first.digest;
  const members = audience === "internal" ? {} : { [MEMBER_FILTER[audience]]: [...everybody] };
  const settings = { ...first.digest, filter: { ...filter, ...members } };
  const reasons: readonly OwnerReason[] = [
    ...model.audience.reasons.filter(({ kind }) => kind !== "unknown-filter"),
    ...unknownFilterValues({ ...input, settings }).map((unknown) => asOfTo(first.digest, unknown)),
  ];
  const isWithheld = reasons.some((reason) => reason.kind !== "unknown-filter" || reason.all);
  const told: DigestModel = { ...model, audience: { to: isWithheld ? "owner-only" : "list", reasons } };
  return { notice: ownerNotice(told), reasons: reasons.map(({ kind }) => kind) };
}

/** Of many it is `to` that names whose a mail is, and no filter of the settings. */
const asOfTo = ({ audience }: Pick<DigestRun["digest"], "audience">, reason: OwnerReason): OwnerReason =>
  reason.kind === "unknown-filter" && audience !== "internal" && reason.list === MEMBER_FILTER[audience]
    ? { ...reason, byId: true }
    : reason;

/** Nothing more is to be done for them. */
const DONE: readonly MemberAnswer["outcome"][] = ["sent", "already-sent", "empty"];

function outcomeOf(members: readonly MemberAnswer[]): DigestAnswer["outcome"] {
  const outcomes = new Set(members.map(({ outcome }) => outcome));
  const [only] = outcomes;
  if (only !== undefined && outcomes.size === 1) return only;
  if (outcomes.has("deferred")) return "deferred";
  return [...outcomes].every((outcome) => DONE.includes(outcome))
    ? (DONE.find((outcome) => outcomes.has(outcome)) ?? "empty")
    : "partial";
}
