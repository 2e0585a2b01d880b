/** Enterprise names become host names and key parts: checked before either is made. */
export const ENTERPRISE_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
export const DIGEST_PATTERN = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** An endpoint that SNS posts to. No user name or password: it stands in the template for everybody to read. */
export const HTTPS_ENDPOINT_PATTERN =
  /^https:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:\/[^\s\p{Cc}]*)?$/u;

/** A key, no alias: IAM compares the key that an alias stands for. */
export const KEY_ARN_PATTERN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;
