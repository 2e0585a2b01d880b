/** Enterprise names become host names and key parts: checked before either is made. */
export const ENTERPRISE_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
export const DIGEST_PATTERN = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** A bare 7-bit address; SES refuses a whole message for one badly formed address. */
export const ADDRESS_PATTERN =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/;
/** An endpoint that SNS posts to. No user name or password: it stands in the template for everybody to read. */
export const HTTPS_ENDPOINT_PATTERN =
  /^https:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:\/[^\s\p{Cc}]*)?$/u;

export const isAddress = (text: string): boolean => ADDRESS_PATTERN.test(text);

export const MUST_BE_ADDRESS = "must be an e-mail address such as team@acme.example";

/** `Lead reports <reports@acme.example>` → `reports@acme.example`. */
export function bareAddress(text: string): string {
  return /<([^<>]+)>$/.exec(text)?.[1] ?? text.trim();
}
