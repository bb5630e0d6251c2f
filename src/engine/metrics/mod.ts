import { accuracy, classOf } from "./accuracy.ts";

export { accuracy, classOf };

/** All metrics by name. */
export const metrics = { accuracy };

export type MetricName = keyof typeof metrics;
