import { DATASETS, type DatasetName } from "../../../shared/catalog/datasets.ts";
import { type ConvertrClientOptions, countMembers } from "../../../shared/convertr/client.ts";
import { endpointOf } from "../../../shared/convertr/http/endpoint.ts";
import type { CredentialsProvider } from "../../../shared/convertr/login/credentials.ts";
import { isReportsError } from "../../../shared/platform/errors.ts";
import { isShrunk } from "../../../shared/snapshot/shrunk.ts";
import { type CheckFinding, fail, failedBy, notApplicable, pass } from "./finding.ts";
import { reachApi } from "./reach-api.ts";

export interface AccountCheck {
  /** For the API, bound to a deadline; `enterprise` and `baseUrl` say where it is. */
  readonly client: ConvertrClientOptions;
  readonly credentials: CredentialsProvider;
  /** Where credentials come from, such as "the environment". */
  readonly source: string;
  readonly datasets: readonly DatasetName[];
  /** The newest snapshot, if there is one. */
  readonly newest: (dataset: DatasetName) => Promise<NewestRows | undefined>;
}

export interface NewestRows {
  readonly date: string;
  readonly rows: number;
  /** Rows that the next snapshot will be compared with: of the newest that is not shrunk. */
  readonly referenceRows: number;
}

export const MAY_SEE = "Check that the service user's role still sees all of the account, such as Admin";

/** Faults of the login, whatever was asked for. */
const LOGIN_FAULTS: ReadonlySet<string> = new Set([
  "AuthFailed",
  "SecretUnavailable",
  "SecretMalformed",
  "StoreFailed",
]);

/** The Convertr account as the snapshot function would find it: credentials, reach, clock, login, rows of each dataset. */
export async function* accountChecks(check: AccountCheck): AsyncGenerator<CheckFinding> {
  const credentials = await credentialsCheck(check);
  yield credentials;
  const { api, clock } = await reachApi(endpointOf(check.client.enterprise, check.client.baseUrl), check.client.clock);
  yield api;
  yield clock;
  if (credentials.status === "fail" || api.status === "fail") {
    const why = credentials.status === "fail" ? "there are no usable credentials" : "the API is not reached";
    for (const name of ["login", "password expiry", ...check.datasets.map(rowsOf)]) yield notApplicable(name, why);
    return;
  }
  yield* loggedInChecks(check);
}

const rowsOf = (dataset: DatasetName): string => `rows of ${dataset}`;

async function credentialsCheck({ credentials, client, source }: AccountCheck): Promise<CheckFinding> {
  try {
    await credentials.get(client.enterprise);
    return pass("credentials", `user name and password, from ${source}`);
  } catch (error) {
    return failedBy("credentials", error);
  }
}

async function* loggedInChecks(check: AccountCheck): AsyncGenerator<CheckFinding> {
  let login: CheckFinding | undefined;
  for (const dataset of check.datasets) {
    const counted = await count(check, dataset);
    if (login === undefined) {
      login = loginFinding(counted);
      yield login;
      yield passwordFinding(counted);
    }
    yield login.status === "pass" && !isReportsError(counted, "PasswordExpired")
      ? await rowsFinding(check, dataset, counted)
      : notApplicable(rowsOf(dataset), "there is no login");
  }
}

/** The number of members, or why it is not known. */
async function count({ client }: AccountCheck, dataset: DatasetName): Promise<unknown> {
  try {
    return await countMembers(client, DATASETS[dataset]);
  } catch (error) {
    return error;
  }
}

function loginFinding(counted: unknown): CheckFinding {
  if (isReportsError(counted) && LOGIN_FAULTS.has(counted.name)) return failedBy("login", counted);
  return pass("login", "Convertr takes the service user's name and password, without a second factor");
}

function passwordFinding(counted: unknown): CheckFinding {
  if (isReportsError(counted, "PasswordExpired")) return failedBy("password expiry", counted);
  if (isReportsError(counted) && LOGIN_FAULTS.has(counted.name)) {
    return notApplicable("password expiry", "there is no login");
  }
  return pass("password expiry", "Convertr does not say that the password has expired");
}

/** As the next snapshot would be judged. */
async function rowsFinding(check: AccountCheck, dataset: DatasetName, counted: unknown): Promise<CheckFinding> {
  const name = rowsOf(dataset);
  if (typeof counted !== "number") {
    if (counted !== undefined) return failedBy(name, counted);
    return fail(name, "the API does not say how many there are", "See what hydra:totalItems of the collection holds");
  }
  const newest = await check.newest(dataset);
  if (newest === undefined) return pass(name, `${counted} by the API, no snapshot to compare with`);
  const { date, rows, referenceRows } = newest;
  const before = referenceRows === rows ? "" : `, ${referenceRows} before it shrank`;
  const summary = `${counted} by the API, ${rows} in the snapshot of ${date}${before}`;
  return isShrunk(counted, referenceRows) ? fail(name, summary, MAY_SEE) : pass(name, summary);
}
