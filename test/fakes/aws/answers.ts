import type { AwsAnswer, AwsCall, AwsRequest } from "./server.ts";

/** JSON as the services of AWS answer it. */
export const jsonAnswer = (status: number, body: object): AwsAnswer => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: JSON.stringify(body),
});

/** An error of a service that speaks JSON. */
export const jsonRefusal = (type: string, message = type): AwsAnswer => ({
  ...jsonAnswer(400, { __type: type, message, Message: message }),
  headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": type },
});

/** The answer of an action of the query protocol. */
export const queryAnswer = (action: string, result: string): AwsAnswer => ({
  status: 200,
  headers: { "content-type": "text/xml" },
  body: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
});

/** Operation of a JSON service, from its target header. */
export const targetOf = (request: AwsRequest): string => request.headers["x-amz-target"]?.split(".")[1] ?? "";
export const bodyOf = (request: AwsRequest): Record<string, unknown> =>
  JSON.parse(request.body.toString("utf8") || "{}");
export const formOf = (request: AwsRequest): URLSearchParams => new URLSearchParams(request.body.toString("utf8"));
export const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** One call, where nobody asks which resource it is about. */
export const callNamed = (service: string, action: string): AwsCall[] => [
  { action: `${service}:${action}`, resource: "*", context: {} },
];
