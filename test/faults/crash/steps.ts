import type { Mailer } from "../../../shared/digest/delivery/mailer.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";

/** One call of a job to its store or mailer. */
export interface Step {
  /** From 1 on, in the order in which the calls begin. */
  readonly number: number;
  /** Such as `create runs/snapshot_date=2026-11-24/campaigns-1.json`. */
  readonly what: string;
  /** The store, or somebody's mailbox, is another one afterwards. */
  readonly changes: boolean;
}

/** Stands around each step: what happens before it, after it, or in its place. */
export type Around = <T>(step: Step, take: () => Promise<T>) => Promise<T>;

/** Ports whose every call is a numbered step: the steps are found by running the job, none is listed by hand. */
export function inSteps<P extends { readonly store: ObjectStore; readonly mailer?: Mailer }>(
  ports: P,
  around: Around,
): P {
  let number = 0;
  const step = <T>(what: string, changes: boolean, take: () => Promise<T>): Promise<T> => {
    number += 1;
    return around({ number, what, changes }, take);
  };
  const { store, mailer } = ports;
  const stepped: ObjectStore = {
    head: (key) => step(`head ${short(key)}`, false, () => store.head(key)),
    get: (key) => step(`get ${short(key)}`, false, () => store.get(key)),
    list: (prefix) => step(`list ${short(prefix)}`, false, () => store.list(prefix)),
    create: (...put) => step(`create ${short(put[0])}`, true, () => store.create(...put)),
    overwrite: (...put) => step(`overwrite ${short(put[0])}`, true, () => store.overwrite(...put)),
  };
  if (mailer === undefined) return { ...ports, store: stepped };
  return {
    ...ports,
    store: stepped,
    mailer: { send: (mail) => step(`send to ${mail.to}`, true, () => mailer.send(mail)) },
  };
}

/** A key without the enterprise, and with a run by its number alone. */
const short = (key: string): string => key.replace(/enterprise=[^/]+\/?/, "").replace(/\d{8}T\d{6}Z-0*/, "run-");
