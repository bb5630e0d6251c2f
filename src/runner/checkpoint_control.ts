/**
 * What the main process and a worker that trains tell each other at once: a worker takes in messages
 * only between two runs.
 */
export interface CheckpointControl {
  /** Shared by both sides; sent along. */
  readonly shared: Int32Array;
  /** The worker is to give a last checkpoint after the epoch in hand, and to end. */
  stop: boolean;
  /** A checkpoint is on its way to the disk: before it is there, the next one is not made. */
  isWriting: boolean;
}

/** @param shared The other side's; a new one when absent. */
export function checkpointControl(
  shared: Int32Array = new Int32Array(new SharedArrayBuffer(8)),
): CheckpointControl {
  return {
    shared,
    get stop() {
      return Atomics.load(shared, 0) === 1;
    },
    set stop(value) {
      Atomics.store(shared, 0, Number(value));
    },
    get isWriting() {
      return Atomics.load(shared, 1) === 1;
    },
    set isWriting(value) {
      Atomics.store(shared, 1, Number(value));
    },
  };
}
