import { bodyOf, callNamed, escaped, formOf, jsonAnswer, jsonRefusal, queryAnswer, targetOf } from "./answers.ts";
import type { FakeS3 } from "./s3.ts";
import { FAKE_SCOPE } from "./secrets-manager.ts";
import type { AwsRequest, AwsService } from "./server.ts";

/** Fewer than there are of anything, so that every list has a second page. */
const PAGE = 4;

function page<T>(
  all: readonly T[],
  token: unknown,
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const from = Number(token ?? 0);
  return { items: all.slice(from, from + PAGE), next: from + PAGE < all.length ? String(from + PAGE) : undefined };
}

/** As a template has it: UpperCamel, like Glue itself. */
export interface FakeTable {
  readonly Name: string;
  readonly PartitionKeys?: readonly { readonly Name: string; readonly Type: string }[];
  readonly Parameters?: Readonly<Record<string, string>>;
  readonly StorageDescriptor?: { readonly Columns: readonly { readonly Name: string; readonly Type: string }[] };
}

export function createFakeGlue(tables: Map<string, FakeTable>): AwsService {
  return {
    signingName: "glue",
    callsOf: (request) => callNamed("glue", targetOf(request)),
    answer: (request) => {
      const { items, next } = page([...tables.values()], bodyOf(request)["NextToken"]);
      return jsonAnswer(200, { TableList: items, ...(next === undefined ? {} : { NextToken: next }) });
    },
  };
}

export interface FakeSchedule {
  readonly Name: string;
  readonly State: string;
  readonly ScheduleExpressionTimezone: string;
  readonly Target: { readonly Input: string; readonly Arn: string };
}

export function createFakeScheduler(schedules: FakeSchedule[]): AwsService {
  const named = ({ url }: AwsRequest) => decodeURIComponent(url.pathname.split("/")[2] ?? "");
  const isGroup = ({ url }: AwsRequest) => url.pathname.startsWith("/schedule-groups/");
  const { region, account } = FAKE_SCOPE;
  return {
    signingName: "scheduler",
    callsOf: (request) =>
      callNamed(
        "scheduler",
        isGroup(request) ? "GetScheduleGroup" : named(request) === "" ? "ListSchedules" : "GetSchedule",
      ),
    answer: (request) => {
      if (isGroup(request)) {
        const name = named(request);
        return jsonAnswer(200, { Name: name, Arn: `arn:aws:scheduler:${region}:${account}:schedule-group/${name}` });
      }
      if (named(request) !== "") {
        const found = schedules.find(({ Name }) => Name === named(request));
        return found === undefined ? jsonRefusal("ResourceNotFoundException") : jsonAnswer(200, found);
      }
      const { items, next } = page(schedules, request.url.searchParams.get("NextToken"));
      return jsonAnswer(200, {
        Schedules: items.map(({ Name, State }) => ({ Name, State })),
        ...(next === undefined ? {} : { NextToken: next }),
      });
    },
  };
}

export interface FakeSubscription {
  readonly topicArn: string;
  readonly endpoint: string;
  /** `PendingConfirmation` until the mail is answered. */
  readonly arn: string;
}

export function createFakeSns(subscriptions: FakeSubscription[]): AwsService {
  return {
    signingName: "sns",
    callsOf: (request) => callNamed("sns", formOf(request).get("Action") ?? ""),
    answer: (request) => {
      const form = formOf(request);
      const own = subscriptions.filter(({ topicArn }) => topicArn === form.get("TopicArn"));
      const { items, next } = page(own, form.get("NextToken") ?? undefined);
      const members = items.map(
        ({ endpoint, arn }) =>
          `<member><Endpoint>${escaped(endpoint)}</Endpoint><Protocol>email</Protocol><SubscriptionArn>${arn}</SubscriptionArn></member>`,
      );
      const token = next === undefined ? "" : `<NextToken>${next}</NextToken>`;
      return queryAnswer("ListSubscriptionsByTopic", `<Subscriptions>${members.join("")}</Subscriptions>${token}`);
    },
  };
}

/** @param outputs of the one stack there is; none when it is not deployed */
export function createFakeCloudFormation(outputs: Map<string, string>): AwsService {
  return {
    signingName: "cloudformation",
    callsOf: (request) => callNamed("cloudformation", formOf(request).get("Action") ?? ""),
    answer: (request) => {
      if (outputs.size === 0) {
        const error = `<Error><Code>ValidationError</Code><Message>no stack ${formOf(request).get("StackName")}</Message></Error>`;
        return {
          status: 400,
          headers: { "content-type": "text/xml" },
          body: `<ErrorResponse>${error}</ErrorResponse>`,
        };
      }
      const members = [...outputs].map(
        ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${escaped(value)}</OutputValue></member>`,
      );
      const stack = `<member><StackName>ConvertrReports</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-11-01T00:00:00Z</CreationTime><Outputs>${members.join("")}</Outputs></member>`;
      return queryAnswer("DescribeStacks", `<Stacks>${stack}</Stacks>`);
    },
  };
}

export interface FakeMailAccount {
  ProductionAccessEnabled: boolean;
  SendingEnabled: boolean;
  SendQuota: { Max24HourSend: number; MaxSendRate: number; SentLast24Hours: number };
  /** By domain. */
  readonly identities: Map<string, { VerifiedForSendingStatus: boolean; DkimAttributes: { Status: string } }>;
}

/** SES version 2, of which only the state of the account is asked. */
export function createFakeMailAccount({ identities, ...account }: FakeMailAccount): AwsService {
  const named = ({ url }: AwsRequest) => decodeURIComponent(url.pathname.split("/identities/")[1] ?? "");
  return {
    signingName: "ses",
    callsOf: (request) => callNamed("ses", named(request) === "" ? "GetAccount" : "GetEmailIdentity"),
    answer: (request) => {
      if (named(request) === "") return jsonAnswer(200, account);
      const identity = identities.get(named(request));
      return identity === undefined ? { ...jsonRefusal("NotFoundException"), status: 404 } : jsonAnswer(200, identity);
    },
  };
}

export interface FakeBucketSettings {
  versioning: string;
  blocked: boolean;
  /** The customer's key by which it encrypts. @default S3's own */
  kmsKey?: string;
}

/** The fake S3, which also tells how its bucket is set. */
export function withBucketSettings(s3: FakeS3, settings: FakeBucketSettings): AwsService {
  const xml = (body: string) => ({ status: 200, headers: { "content-type": "application/xml" }, body });
  const flags = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
  const encrypted = () => {
    const { kmsKey } = settings;
    const algorithm = `<SSEAlgorithm>${kmsKey === undefined ? "AES256" : "aws:kms"}</SSEAlgorithm>`;
    const key = kmsKey === undefined ? "" : `<KMSMasterKeyID>${kmsKey}</KMSMasterKeyID>`;
    return `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>${algorithm}${key}</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`;
  };
  return {
    ...s3,
    answer: (request) => {
      const asked = request.url.searchParams;
      if (asked.has("versioning")) {
        return xml(`<VersioningConfiguration><Status>${settings.versioning}</Status></VersioningConfiguration>`);
      }
      if (asked.has("publicAccessBlock")) {
        const values = flags.map((flag) => `<${flag}>${settings.blocked}</${flag}>`);
        return xml(`<PublicAccessBlockConfiguration>${values.join("")}</PublicAccessBlockConfiguration>`);
      }
      return asked.has("encryption") ? xml(encrypted()) : s3.answer(request);
    },
  };
}
