import { parentPort } from "node:worker_threads";
import { type PreviewRequest, previewOf } from "./preview-of.ts";

// A thread of its own, so that mails are made by the code as it stands in the files when it starts.
parentPort?.on("message", async (request: PreviewRequest) => parentPort?.postMessage(await previewOf(request)));
