import { createDataStream } from "./draws.ts";
import { drawPerceptronData } from "./perceptron.ts";
import { drawPictureSet, pictureSets } from "./pictures.ts";
import { generateWeather } from "./weather.ts";

/** The seed of all data that comes with the project. */
export const DATA_SEED = 1;

/** Every generated file by its path below `experiments/data/`. Takes a few seconds. */
export function generateFiles(seed: number = DATA_SEED): Map<string, Uint8Array> {
  const stream = createDataStream(seed);
  return new Map([
    ...pictureSets.flatMap((set) => drawPictureSet(stream, set)),
    ["perceptron.npz", drawPerceptronData(stream)],
    ["weather.csv", new TextEncoder().encode(generateWeather(stream))],
  ]);
}
