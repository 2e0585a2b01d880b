import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DEFAULT_CREDENTIALS } from "../../../functions/local/simulated-api/server.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { dayOf } from "../../../shared/platform/day.ts";
import { snapshotKey } from "../../../shared/snapshot/keys.ts";
import type { Measured } from "../measure.ts";
import { bundled, FAKE_ACCOUNT, heapOf } from "../processes.ts";
import { BUCKET } from "../suites/aws.ts";
import type { RawPullInput } from "../workers/raw-pull.ts";
import type { SnapshotInput } from "../workers/snapshot.ts";
import { type Command, dltCommand, measured, tapCommand } from "./python.ts";
import { type Written, writtenAsMessages, writtenAsParquet } from "./written.ts";

const DATASET = "campaigns";
const { collection, filters } = DATASETS[DATASET];

/** Who does the whole job: logs in, reads every page, and leaves the rows somewhere. */
export interface Candidate {
  /** @param folder empty at the start, its own */
  command(folder: string): Promise<Omit<Command, "into">>;
  /** Read back when it has ended. @param printed the file that has its standard output */
  written(folder: string, printed: string): Promise<Written>;
}

export interface Places {
  readonly api: string;
  readonly s3: string;
  readonly pages: number;
}

/** One run in a folder of its own, which is removed. */
export async function runOnce({
  command,
  written,
}: Candidate): Promise<Omit<Measured, "facts"> & { written: Written }> {
  const folder = await mkdtemp(join(tmpdir(), "bench-peers-"));
  const into = join(folder, "printed");
  try {
    const used = await measured({ ...(await command(folder)), into });
    return { ...used, written: await written(folder, into) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The snapshot function's code, bundled as Lambda gets it, with its heap and options, into S3 on loopback. */
export const asFunction = ({ api, s3 }: Places): Candidate => ({
  command: async () => {
    const input: SnapshotInput = { url: api, endpoint: s3, dataset: DATASET };
    return {
      program: process.execPath,
      args: [...heapOf("snapshot"), await bundled("snapshot"), JSON.stringify(input)],
      environment: FAKE_ACCOUNT,
    };
  },
  written: async (folder) => {
    const key = snapshotKey(DATASET, "demo", dayOf(Date.now(), "Europe/London"));
    const file = join(folder, "object.parquet");
    const { Body } = await clientOf(s3).send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    await writeFile(file, (await Body?.transformToByteArray()) ?? "");
    return writtenAsParquet(file);
  },
});

const clientOf = (endpoint: string): S3Client =>
  new S3Client({
    endpoint,
    region: FAKE_ACCOUNT.AWS_REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: FAKE_ACCOUNT.AWS_ACCESS_KEY_ID, secretAccessKey: FAKE_ACCOUNT.AWS_SECRET_ACCESS_KEY },
  });

/** `npm run reports -- snapshot`, as it stands, into a folder. */
export const asLocalRunner = ({ api }: Places): Candidate => ({
  command: async (folder) => ({
    program: process.execPath,
    args: [
      ...[fileURLToPath(new URL("../../../functions/local/main.ts", import.meta.url)), "snapshot"],
      ...["--enterprise", "demo", "--dataset", DATASET, "--data", folder],
    ],
    environment: {
      CONVERTR_BASE_URL: api,
      CONVERTR_USERNAME: DEFAULT_CREDENTIALS.username,
      CONVERTR_PASSWORD: DEFAULT_CREDENTIALS.password,
    },
  }),
  written: (folder) => writtenAsParquet(join(folder, "snapshots", "*", "*", "*", "*.parquet")),
});

export const asDlt = ({ api }: Places): Candidate => ({
  command: async (folder) => dltCommand({ url: api, collection, filters, ...DEFAULT_CREDENTIALS, folder }),
  written: (folder) => writtenAsParquet(join(folder, "out", "convertr", collection, "*.parquet")),
});

export const asTap = ({ api }: Places): Candidate => ({
  command: async (folder) => {
    const config = join(folder, "config.json");
    await writeFile(config, JSON.stringify(tapConfig(api)));
    return tapCommand(config);
  },
  written: (_, printed) => writtenAsMessages(printed),
});

const tapConfig = (api: string): object => ({
  api_url: api,
  auth_method: "oauth",
  grant_type: "password",
  access_token_url: `${api}/api/login`,
  ...DEFAULT_CREDENTIALS,
  headers: { accept: "application/ld+json" },
  pagination_request_style: "page_number_paginator",
  pagination_response_style: "page",
  next_page_token_path: "$.'hydra:view'.'hydra:next'",
  records_path: "$.'hydra:member'[*]",
  streams: [
    {
      name: DATASET,
      path: `/api/v4/${collection}`,
      params: { ...filters, itemsPerPage: "100", "order[id]": "asc" },
      primary_keys: ["id"],
    },
  ],
});

/** fetch and JSON.parse over as many pages, which proves and keeps nothing. */
export const asBareLoop = ({ api, pages }: Places): Candidate => ({
  command: async () => {
    const input: RawPullInput = { url: api, dataset: DATASET, concurrency: 8, pages };
    return { program: process.execPath, args: [await bundled("raw-pull"), JSON.stringify(input)] };
  },
  written: async () => ({ rows: 0, ids: "" }),
});
