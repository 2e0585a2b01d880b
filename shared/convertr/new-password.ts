/** At least 8 characters with capital, symbol and number (docs/convertr-api.md, "Passwords"); here 24, which are about 145 bits. */
const LENGTH = 24;
/** Without characters that people confuse, and without quotes, backslashes, blanks and `&`, which some forms stumble over. */
const CLASSES = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!#$%*+-=?@_"] as const;
const ALL = CLASSES.join("");

/**
 * A password that Convertr's policy takes: every class is in it, at no fixed place.
 * @param below a whole number from 0 to under its argument, from a cryptographically secure source
 */
export function newPassword(below: (limit: number) => number): string {
  const pick = (characters: string) => characters.charAt(below(characters.length));
  const password = [...CLASSES.map(pick), ...Array.from({ length: LENGTH - CLASSES.length }, () => pick(ALL))];
  // Fisher and Yates: every order is as likely.
  for (let last = password.length - 1; last > 0; last--) {
    const other = below(last + 1);
    [password[last], password[other]] = [password[other] ?? "", password[last] ?? ""];
  }
  return password.join("");
}
