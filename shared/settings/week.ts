import * as z from "zod";

export const WEEKDAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;

export const timeSchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time HH:mm from 00:00 to 23:59");
