import type { CardPublisher, ContractRef, JobRef } from "../model/refs.ts";

/** What to do: one verb and its object. Ids are of the campaign, contract, job or publisher it is done with. */
export type Advice =
  /** Repair the job and release what waits at it; `brings` is known where the campaign is short as well. */
  | { readonly act: "repair"; readonly job: JobRef; readonly release: number; readonly brings: Brings | null }
  | { readonly act: "sign"; readonly contract: ContractRef; readonly leads: number | null }
  | { readonly act: "raise-contract"; readonly contract: ContractRef; readonly cap: number }
  | { readonly act: "extend-contract"; readonly contract: ContractRef; readonly leads: number | null }
  | { readonly act: "resume" | "set-up"; readonly campaignId: number }
  /** Nobody sends: ask those that could, the most deliveries first. */
  | { readonly act: "ask-publishers"; readonly campaignId: number; readonly publishers: readonly CardPublisher[] }
  /** No cause is known: raise a cap, add a publisher, or move the end. */
  | { readonly act: "widen"; readonly campaignId: number }
  /** It is over: a later end, or a credit. */
  | { readonly act: "settle"; readonly campaignId: number }
  | { readonly act: "reprice"; readonly campaignId: number }
  /** Ask the publisher, and pause it until it answers. */
  | { readonly act: "question-publisher"; readonly publisher: CardPublisher };

/** Leads that are short now, and that will be when it is done. */
interface Brings {
  readonly short: number;
  readonly becomes: number;
}
