import { once } from "node:events";
import { folderWithData } from "../data-folder.ts";
import { note, printResult } from "../output.ts";
import { type ServePreviewOptions, servePreview } from "../preview/serve-preview.ts";

/** Serves until SIGINT or SIGTERM; prints where. */
export async function runPreview(options: ServePreviewOptions): Promise<boolean> {
  const server = await servePreview({ ...options, data: await folderWithData(options.data) });
  printResult({ url: server.url });
  note(`The mails of ${options.data}: open ${server.url} in a browser. It sends nothing, and follows what you change in settings and templates.
Ctrl-C ends it.`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await server.close();
  return true;
}
