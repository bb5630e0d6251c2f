import { accuracy } from "./accuracy.ts";

export { accuracy };

/** All metrics by name. */
export const metrics = { accuracy };

export type MetricName = keyof typeof metrics;
