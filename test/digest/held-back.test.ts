import { rm } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import type { Cause } from "../../shared/digest/cards/cause.ts";
import type { DigestInput } from "../../shared/digest/input/digest-input.ts";
import { readHeldBack } from "../../shared/digest/input/read-held-back.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { createDataFolder } from "../catalog/data-folder.ts";
import { queryAt } from "../catalog/query.ts";
import { accountOf } from "./account.ts";

const failed = (job: number) => ({ campaign_job_id: job, status: "failed", passed: false, at: null });
const passed = (job: number) => ({ campaign_job_id: job, status: "passed", passed: true, at: null });

test("leads are held back by what was read of them last, and the view says the same", async () => {
  const folder = await createDataFolder();
  onTestFinished(() => rm(folder.path, { recursive: true }));
  const publish = (date: string, rows: Parameters<typeof folder.publish>[0]["rows"]) =>
    folder.publish({ dataset: "leads", date, rows });
  await publish("2026-11-21", [
    { id: 1, integration_results: [failed(70)] },
    { id: 2, integration_results: [failed(70), failed(71)] },
    { id: 3, integration_results: [failed(70)] },
    { id: 4, integration_results: null },
  ]);
  await publish("2026-11-22", [
    { id: 1, integration_results: [passed(70)] },
    { id: 4, integration_results: [passed(70), failed(71)] },
    { id: 5, integration_results: [failed(70)] },
  ]);
  await publish("2026-11-24", [{ id: 5, integration_results: [passed(70)] }]);
  const store = createFolderStore(folder.path);
  const held = await readHeldBack(store, { enterprise: "acme", to: "2026-11-23" });
  expect(held).toEqual(
    new Map([
      [70, 3],
      [71, 2],
    ]),
  );
  const sql =
    "SELECT campaign_job_id AS job, count(*) AS leads FROM lead_integration_results WHERE enterprise = 'acme' AND NOT passed GROUP BY campaign_job_id";
  const rows = await queryAt(folder.path, "2026-11-24", sql);
  const now = await readHeldBack(store, { enterprise: "acme", to: "2026-11-24" });
  expect(new Map(rows.map(({ job, leads }) => [Number(job), Number(leads)]))).toEqual(now);
});

test("a failing job is told with the leads it holds back, where leads are collected, and without them elsewhere", () => {
  const account = accountOf("2026-11-24", 9);
  const told = (input: DigestInput) => {
    const board = buildDigest(input).board;
    return [...(board?.act ?? []), ...(board?.open ?? [])].flatMap(({ causes }) => causes).filter(isOfJob);
  };
  const [failing] = told(account);
  if (failing === undefined) throw new Error("no job fails");
  expect(failing.heldBack).toBeNull();
  const counted = told({ ...account, heldBack: new Map([[failing.job.id, 1_234]]) });
  expect(counted.find(({ job }) => job.id === failing.job.id)?.heldBack).toBe(1_234);
});

type OfJob = Extract<Cause, { readonly kind: "job" }>;
const isOfJob = (cause: Cause): cause is OfJob => cause.kind === "job";
