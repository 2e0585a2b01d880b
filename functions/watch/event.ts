import * as z from "zod";
import { instantSchema, parseEvent } from "../../shared/platform/event.ts";

const watchEventSchema = z.strictObject({
  /** Every schedule sends it. What is overdue is judged by the clock, since the store shows what is there now. */
  scheduledTime: instantSchema.optional(),
});

export type WatchRequest = z.output<typeof watchEventSchema>;

/** @throws InvalidEvent */
export const parseWatchEvent = (event: unknown): WatchRequest => parseEvent(watchEventSchema, event, "watch");
