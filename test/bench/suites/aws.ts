import { type Server, serve } from "../processes.ts";

export const BUCKET = "bench";

export interface AwsInput {
  /** Its files are the bucket's objects at the start. @default an empty bucket */
  readonly folder?: string;
}

/** S3 in a process of its own. */
export const serveAws = (input: AwsInput = {}): Promise<Server<{ readonly endpoint: string }>> => serve("aws", input);
