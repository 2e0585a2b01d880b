import { parentPort, workerData } from "node:worker_threads";
import { type PreviewRequest, previewOf } from "./preview-of.ts";

// Runs in a thread of its own for each rendering, so that it is made by the code as it stands in the files now.
parentPort?.postMessage(await previewOf(workerData as PreviewRequest));
