import { awsFailureOf, CLOCK_REMEDY, isClockRefusal } from "../platform/aws-client.ts";
import { ReportsError } from "../platform/errors.ts";

export interface S3Place {
  readonly bucket: string;
  /** Key, or prefix of a listing. */
  readonly key: string;
  /** IAM's name of what was asked, such as `s3:PutObject`. */
  readonly action: string;
}

/** Turns whatever the SDK threw into `StoreFailed` that names bucket, key and action. */
export function storeFailure(error: unknown, place: S3Place): ReportsError {
  const failure = awsFailureOf(error);
  const { name, status, code } = failure;
  const seen = [name, status, code].filter((part) => part !== undefined && part !== "").join(" ");
  const where = `s3://${place.bucket}/${place.key}`;
  const failed = (what: string, remedy: string, retryable: boolean) =>
    new ReportsError("StoreFailed", { what, where, remedy, retryable });
  if (name === "NoSuchBucket") {
    return failed(
      `the bucket ${place.bucket} does not exist`,
      "Deploy the stack again, or correct existingBucket in the settings",
      false,
    );
  }
  if (isClockRefusal(failure)) {
    return failed(`the clock is wrong: S3 refused the time of ${place.action} (${seen})`, CLOCK_REMEDY, true);
  }
  if (status === 403) {
    return failed(
      `S3 refused ${place.action} (${seen})`,
      `Let the function's role do ${place.action} there; without s3:ListBucket a missing key is refused like this too`,
      false,
    );
  }
  if (name === "BadDigest" || name === "XAmzContentSHA256Mismatch" || name === "InvalidDigest") {
    return failed(`the bytes arrived damaged at S3 (${seen}); nothing was written`, "Run again", true);
  }
  if (status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return failed(
      `S3 answered ${place.action} with ${seen}`,
      "Look the code up in S3's list of errors",
      status === 409,
    );
  }
  return failed(
    `S3 gave no good answer to ${place.action} (${seen})`,
    "Run again; see AWS Health if it stays so",
    true,
  );
}
