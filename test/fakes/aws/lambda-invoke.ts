import { callNamed } from "./answers.ts";
import type { AwsService } from "./server.ts";

export type FakeFunction = (event: unknown) => { readonly answer: unknown } | { readonly error: unknown };

/** Lambda's Invoke, waiting for the answer. */
export function createFakeLambda(functions: Readonly<Record<string, FakeFunction>>): AwsService {
  return {
    signingName: "lambda",
    callsOf: () => callNamed("lambda", "InvokeFunction"),
    answer: ({ url, body }) => {
      const name = decodeURIComponent(/functions\/([^/]+)\/invocations/.exec(url.pathname)?.[1] ?? "");
      const run = functions[name];
      if (run === undefined) {
        return { status: 404, headers: { "x-amzn-errortype": "ResourceNotFoundException" }, body: "{}" };
      }
      const ended = run(JSON.parse(body.toString("utf8")));
      const failed = "error" in ended;
      return {
        status: 200,
        headers: failed ? { "x-amz-function-error": "Unhandled" } : {},
        body: JSON.stringify(failed ? ended.error : ended.answer),
      };
    },
  };
}
