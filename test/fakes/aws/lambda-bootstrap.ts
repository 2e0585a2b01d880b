// What Lambda's own runtime does, in little: takes invocations from the Runtime API and calls the handler. Runs in a process of its own.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT = "", _HANDLER = "" } = process.env;
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const post = (path: string, body: unknown) => fetch(`${api}/${path}`, { method: "POST", body: JSON.stringify(body) });
const told = (error: unknown) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: error.stack?.split("\n") }
    : { errorType: typeof error, errorMessage: String(error) };

const [file, name = ""] = _HANDLER.split(".");
const handler = await import(pathToFileURL(join(LAMBDA_TASK_ROOT, `${file}.mjs`)).href).then(
  (module) => module[name] as (event: unknown, context: object) => Promise<unknown>,
  async (error: unknown) => {
    await post("init/error", told(error));
    process.exit(1);
  },
);
for (;;) {
  const next = await fetch(`${api}/invocation/next`);
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const deadlineMs = Number(next.headers.get("lambda-runtime-deadline-ms"));
  const context = { awsRequestId: id, getRemainingTimeInMillis: () => deadlineMs - Date.now() };
  try {
    const answer = await handler(await next.json(), context);
    await post(`invocation/${id}/response`, answer ?? null);
  } catch (error) {
    await post(`invocation/${id}/error`, told(error));
  }
}
