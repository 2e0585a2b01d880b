import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { readSettingsFile, settingsPathOrExample } from "../../../shared/settings/settings-file.ts";
import { listenOnLoopback } from "../listen.ts";
import { note } from "../output.ts";
import { previewApp } from "./preview-app.ts";
import { type Change, createRenderings } from "./renderings.ts";
import { watchFiles } from "./watch-files.ts";

const LOOPBACK = "127.0.0.1";
/** Whatever a mail is made by. */
const SOURCES = ["../../../shared", "../.."].map((path) => fileURLToPath(new URL(path, import.meta.url)));

export interface ServePreviewOptions {
  /** The data folder. */
  readonly data: string;
  /** Settings file. @default as every command finds it */
  readonly settings?: string | undefined;
  /** 0: any free one. */
  readonly port: number;
}

export interface PreviewServer {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/**
 * Serves the mails of a data folder to a browser on this machine, and has it load them again when settings, their files of SQL or code change.
 * @throws WrongUsage when the port is taken
 */
export async function servePreview({ data, settings, port }: ServePreviewOptions): Promise<PreviewServer> {
  const renderings = createRenderings({ data: resolve(data), settings });
  const changes = new EventEmitter().setMaxListeners(0);
  const closing = new AbortController();
  const server = createServer();
  let place = port;
  const hosts = () => [`${LOOPBACK}:${place}`, `localhost:${place}`];
  const app = previewApp({ renderings, changes, closing: closing.signal, hosts });
  const answer = getRequestListener(app.fetch);
  server.on("request", (request, response) => void answer(request, response));
  place = await listenOnLoopback(server, port);
  const watched = (what: Parameters<typeof watchFiles>[0], change: Change, alsoDo?: () => void) =>
    watchFiles(
      what,
      () => {
        alsoDo?.();
        renderings.forget(change);
        changes.emit("change");
      },
      (error) => note(`Changes are not seen, reload by hand: ${error.message}`),
    );
  const settingsFile = settingsPathOrExample(settings, process.env);
  const watchSql = () => watched({ folders: [], files: sqlFilesOf(settingsFile) }, "settings");
  let endSql = watchSql();
  const watches = [
    watched({ folders: SOURCES, files: [] }, "code"),
    watched({ folders: [], files: [settingsFile] }, "settings", () => {
      endSql();
      endSql = watchSql();
    }),
    () => endSql(),
  ];
  return {
    url: `http://${LOOPBACK}:${place}/`,
    close: async () => {
      for (const end of watches) end();
      renderings.close();
      closing.abort();
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** The files of SQL that reports are made of; none while the settings cannot be read, which the page itself tells. */
function sqlFilesOf(settingsFile: string): readonly string[] {
  try {
    const parts = Object.values(readSettingsFile(settingsFile).enterprises).flatMap(({ reports }) =>
      Object.values(reports).flatMap((report) => report.parts),
    );
    const files = parts.flatMap(({ file }) => (file === undefined ? [] : [resolve(dirname(settingsFile), file)]));
    return [...new Set(files)];
  } catch {
    return [];
  }
}
