import * as z from "zod";
import { parseEvent } from "../../shared/platform/event.ts";

export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;
export type Step = (typeof STEPS)[number];

/** What Secrets Manager sends, step by step. It may send more than this: the form is not ours. */
export const rotationEventSchema = z.object({
  Step: z.enum(STEPS).describe("Which of the four steps."),
  SecretId: z
    .string()
    .regex(/^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@!-]+$/, "must be the ARN of a secret")
    .describe("The secret."),
  ClientRequestToken: z
    .string()
    .regex(/^[\w-]{32,64}$/, "must be 32 to 64 letters, digits and hyphens")
    .describe("Names the rotation, and is the id of the version it makes."),
});

export type RotationRequest = z.output<typeof rotationEventSchema>;

/** @throws InvalidEvent */
export const parseRotationEvent = (event: unknown): RotationRequest =>
  parseEvent(rotationEventSchema, event, "rotation");
