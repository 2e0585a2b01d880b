/**
 * A documented field that never gets a column, dotted path of the API's record. Listed so that its presence is no drift
 * and the dictionary can say what is left behind and why.
 */
export interface NotStored {
  readonly path: string;
  readonly why: "secret" | "personal" | "confidential" | "not needed";
}
