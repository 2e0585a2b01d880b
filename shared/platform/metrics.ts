export type MetricUnit = "Count" | "Milliseconds" | "Seconds" | "Bytes";

/** The port to CloudWatch metrics. Values are kept or written at once; nothing here throws for a bad network. */
export interface Metrics {
  /** @param dimensions few and of few values: each combination is a metric of its own. @default none */
  put(name: string, value: number, unit: MetricUnit, dimensions?: Readonly<Record<string, string>>): void;
}
