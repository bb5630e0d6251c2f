/// <reference lib="deno.worker" />
import { type DatasetArray, type Datasets, Hdf5Fault, openDatasets } from "./hdf5_datasets.ts";

/** What the worker is asked: first to open a file, then for datasets of it. */
export type Hdf5Question = { bytes: Uint8Array<ArrayBuffer> } | { name: string };

/** What it answers to each question, a read one with `size` before it. */
export type Hdf5Answer =
  | { type: "names"; names: string[] }
  | { type: "size"; bytes: number }
  | { type: "array"; array: DatasetArray }
  | { type: "fault"; reason: string; dataset?: string | undefined };

let datasets: Datasets | undefined;

// The library prints when it aborts; what is wrong is said by the answer.
console.error = () => {};

self.onmessage = async ({ data }: MessageEvent<Hdf5Question>) => {
  try {
    if ("bytes" in data) {
      datasets = await openDatasets(data.bytes);
      answer({ type: "names", names: datasets.names });
    } else {
      answer({ type: "size", bytes: datasets!.size(data.name) });
      const array = datasets!.read(data.name);
      answer({ type: "array", array });
    }
  } catch (error) {
    const fault = error instanceof Hdf5Fault ? error : new Hdf5Fault("it is damaged");
    answer({ type: "fault", reason: fault.message, dataset: fault.dataset });
  }
};

function answer(message: Hdf5Answer): void {
  self.postMessage(message);
}
