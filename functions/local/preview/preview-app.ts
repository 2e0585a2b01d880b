import { type EventEmitter, on } from "node:events";
import { readFile } from "node:fs/promises";
import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Preview } from "./preview-of.ts";
import { previewPage } from "./preview-page.ts";
import { asReaderSees } from "./reader.ts";
import type { Renderings } from "./renderings.ts";
import { type PreviewView, viewOf } from "./view.ts";

/** Our own page: its style, its script, its frame, and nothing of anywhere else. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** The mail: inline styles as in a mail program, no script, no request, not even when opened by itself. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups; base-uri 'none'; frame-ancestors 'self'";

const FILES = { "/preview.css": "text/css; charset=utf-8", "/preview.js": "text/javascript; charset=utf-8" };

export interface PreviewApp {
  readonly renderings: Renderings;
  /** Emits `change` when pages may have to be made again. */
  readonly changes: EventEmitter;
  /** Ends the open streams. */
  readonly closing: AbortSignal;
  /** Host headers that are answered: another name that resolves to loopback is a page of somebody else's. */
  readonly hosts: () => readonly string[];
}

/** The preview's pages. Nothing is ever sent or stored. */
export function previewApp({ renderings, changes, closing, hosts }: PreviewApp): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    if (!hosts().includes(context.req.header("host") ?? "")) return context.text("Open it as 127.0.0.1.", 403);
    await next();
    context.header("cache-control", "no-store");
    context.header("x-content-type-options", "nosniff");
    context.header("referrer-policy", "no-referrer");
    return undefined;
  });
  const kept = (context: Context, { asked }: PreviewView): Promise<Preview> =>
    renderings.get(asked, { fresh: false, signal: context.req.raw.signal });
  app.get("/", async (context) => {
    const view = viewOf(context.req.query());
    const version = renderings.version();
    const preview = await renderings.get(view.asked, { fresh: wantsFresh(context), signal: context.req.raw.signal });
    context.header("content-security-policy", PAGE_POLICY);
    return context.html(previewPage({ version, view, preview }), "html" in preview.outcome ? 200 : 404);
  });
  app.get("/mail", async (context) => {
    const view = viewOf(context.req.query());
    const { outcome } = await kept(context, view);
    if (!("html" in outcome)) return context.text(outcome.message, 404);
    context.header("content-security-policy", MAIL_POLICY);
    return context.html(asReaderSees(outcome.html, view));
  });
  app.get("/sheets/:name", async (context) => {
    const { outcome } = await kept(context, viewOf(context.req.query()));
    const sheet = "html" in outcome ? outcome.sheets.find(({ name }) => name === context.req.param("name")) : undefined;
    if (sheet === undefined) return context.text("There is no such sheet.", 404);
    return context.body(sheet.content, 200, { "content-type": "text/csv; charset=utf-8" });
  });
  app.get("/mail.eml", async (context) => {
    const { outcome } = await kept(context, viewOf(context.req.query()));
    if (!("html" in outcome)) return context.text(outcome.message, 404);
    return context.body(new Uint8Array(outcome.eml), 200, { "content-type": "message/rfc822" });
  });
  app.get("/events", (context) =>
    streamSSE(context, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      // Listened to before the first word, so that no change falls between.
      const heard = on(changes, "change", { signal: AbortSignal.any([closing, gone.signal]) });
      const tell = () => stream.writeSSE({ event: "version", data: renderings.version() });
      await tell();
      try {
        for await (const _ of heard) await tell();
      } catch (error) {
        if (!closing.aborted && !gone.signal.aborted) throw error;
      }
    }),
  );
  for (const [path, type] of Object.entries(FILES)) {
    app.get(path, async (context) =>
      context.body(await readFile(new URL(`page${path}`, import.meta.url), "utf8"), 200, { "content-type": type }),
    );
  }
  return app;
}

/** A browser's reload asks for a new rendering, and so does the link on the page. */
const wantsFresh = (context: Context): boolean =>
  context.req.query("fresh") !== undefined || /max-age=0|no-cache/.test(context.req.header("cache-control") ?? "");
