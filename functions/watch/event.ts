import * as z from "zod";
import { instantSchema, parseEvent } from "../../shared/platform/event.ts";

export const watchEventSchema = z.strictObject({
  // What is overdue is judged by the clock, since the store shows what is there now.
  scheduledTime: instantSchema.optional().describe("Every schedule sends it; nothing hangs on it."),
});

export type WatchRequest = z.output<typeof watchEventSchema>;

/** @throws InvalidEvent */
export const parseWatchEvent = (event: unknown): WatchRequest => parseEvent(watchEventSchema, event, "watch");
