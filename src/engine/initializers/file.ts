import { defineInitializer } from "./initializer.ts";

/**
 * A warm start: tensors `layers.0.weight` [units, inputs] and `layers.0.bias` [units], as PyTorch's
 * `Linear` layers and the models of earlier runs have them. Who builds the network reads the file.
 */
export const file = defineInitializer({
  name: "file",
  options: {
    path: { kind: "path", default: "", doc: "A .safetensors file with float32 or float64 tensors" },
  },
  doc: "values stored in a .safetensors file, rounded to float32",
  source: "https://huggingface.co/docs/safetensors, Format",
  fill(values, { stored, tensor = "" }, { path }) {
    const found = stored?.get(path)?.get(tensor);
    if (found?.length !== values.length) {
      throw new RangeError(`Cannot start ${tensor} from ${path}: no ${values.length} values of it`);
    }
    values.set(found);
  },
});
