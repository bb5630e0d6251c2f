import { openHdf5 } from "../../src/data/hdf5.ts";

// Reads all of the HDF5 file named by the argument and says what came of it. A process of its own:
// what the library gets stuck in ends with it only.
try {
  const file = await openHdf5(Deno.args[0]!, { folder: "/" }, { limitMs: 3000 });
  for (const name of file.names) await file.read(name);
  console.log("read");
} catch (error) {
  console.log(String(error));
}
Deno.exit(0);
