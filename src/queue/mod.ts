export { addressText, parseQueueAddress, type QueueAddress } from "./address.ts";
export { type Connection, connectQueue, type Credentials } from "./connect.ts";
export { guardExecutor } from "./guard.ts";
export { queueExecutor, type QueueExecutorOptions } from "./executor.ts";
export { type QueueStand, type QueueView, viewQueue } from "./stand.ts";
export { runWorker, type WorkerOptions } from "./worker.ts";
