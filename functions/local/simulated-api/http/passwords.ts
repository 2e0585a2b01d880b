/** The platform's default policy (docs/convertr-api.md, "Passwords"): length, classes, and none of the last ten again. */
const MIN_LENGTH = 8;
const REMEMBERED = 10;
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/[A-Z]/, "a capital letter"],
  [/\d/, "a number"],
  [/[^A-Za-z0-9\s]/, "a symbol"],
];

/** The passwords of all users, and those they had. */
export interface Passwords {
  isRight(username: string, password: string): boolean;
  /** @returns why it was refused, as `field: message`; undefined when it was changed */
  change(username: string, passwords: { readonly current: string; readonly next: string }): string | undefined;
  /** As an administrator sets it: no policy, for all users. */
  setAll(password: string): void;
}

/** @param first every user's at the start */
export function createPasswords(usernames: readonly string[], first: string): Passwords {
  const histories = new Map(usernames.map((username) => [username, [first]]));
  const set = (history: string[], password: string) => {
    history.unshift(password);
    history.splice(REMEMBERED);
  };
  return {
    isRight: (username, password) => histories.get(username)?.[0] === password,
    change: (username, { current, next }) => {
      const history = histories.get(username) ?? [];
      if (history[0] !== current) return "currentPassword: This value should be the user's current password.";
      const complaint = complaintAbout(next) ?? (history.includes(next) ? "was used before" : undefined);
      if (complaint !== undefined) return `newPassword: The password ${complaint}.`;
      set(history, next);
      return undefined;
    },
    setAll: (password) => {
      for (const history of histories.values()) if (history[0] !== password) set(history, password);
    },
  };
}

function complaintAbout(password: string): string | undefined {
  if (password.length < MIN_LENGTH) return `is shorter than ${MIN_LENGTH} characters`;
  const [, lacking] = CLASSES.find(([pattern]) => !pattern.test(password)) ?? [];
  return lacking === undefined ? undefined : `lacks ${lacking}`;
}
