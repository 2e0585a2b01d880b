/** One line of the table. */
export interface Row {
  readonly suite: string;
  readonly what: string;
  /** Whatever is measured, as text with its unit. */
  readonly measured: string;
  /** The bound or the peer, as text with its unit. */
  readonly against: string;
  /** Measured over bound or peer; smaller is better. */
  readonly ratio: number | null;
  readonly cpu: string;
  readonly peakRssMb: number | null;
  readonly also: string;
  /** The mark to reach, and whether it was. */
  readonly mark: string;
  readonly met: boolean | null;
}

export interface SuiteOptions {
  /** Fewer runs of smaller work: whether it works, not how fast it is. */
  readonly quick: boolean;
}

export type Suite = (options: SuiteOptions) => AsyncIterable<Row>;

const BLANK: Omit<Row, "suite" | "what" | "measured"> = {
  against: "",
  ratio: null,
  cpu: "",
  peakRssMb: null,
  also: "",
  mark: "",
  met: null,
};

export const row = (fields: Partial<Row> & Pick<Row, "suite" | "what" | "measured">): Row => ({
  ...BLANK,
  ...fields,
  ratio: fields.ratio === undefined || fields.ratio === null ? null : Number(fields.ratio.toFixed(3)),
  peakRssMb: fields.peakRssMb === undefined || fields.peakRssMb === null ? null : Math.round(fields.peakRssMb),
});

export const seconds = (ms: number): string => (ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`);
export const kilobytes = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1000).toFixed(0)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
export const thousands = (count: number): string => count.toLocaleString("en-GB");
