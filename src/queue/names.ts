/** What keys of the queue start with in Redis, and the queue's name: `sameseed:runs:wait`. */
export const prefix = "sameseed";
export const queueName = "runs";

/** Where Redis has what in the queue. */
export function queueKey(part: string): string {
  return `${prefix}:${queueName}:${part}`;
}
