import { MetricUnit, Metrics as Powertools } from "@aws-lambda-powertools/metrics";
import type { Metrics } from "./metrics.ts";

export interface PowertoolsMetricsOptions {
  readonly namespace: string;
  /** The one dimension that every metric has. */
  readonly service: string;
}

const UNITS = {
  Count: MetricUnit.Count,
  Milliseconds: MetricUnit.Milliseconds,
  Seconds: MetricUnit.Seconds,
  Bytes: MetricUnit.Bytes,
} as const satisfies Record<Parameters<Metrics["put"]>[2], string>;

/** Metrics as lines of CloudWatch's embedded format on standard output, written at once: a function that dies has told what it knew. */
export function createPowertoolsMetrics({ namespace, service }: PowertoolsMetricsOptions): Metrics {
  const powertools = new Powertools({ namespace, serviceName: service });
  return {
    put: (name, value, unit, dimensions = {}) => {
      const single = powertools.singleMetric();
      single.addDimensions({ ...dimensions });
      single.addMetric(name, UNITS[unit], value);
    },
  };
}
