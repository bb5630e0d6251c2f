import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { readError } from "../../src/results/file_errors.ts";
import { denoFiles } from "../../src/results/file_layer.ts";
import { granted } from "../permissions.ts";

Deno.test({
  name: "of the files of a folder the very one that cannot be read is named",
  ignore: !granted("read", "write"),
  async fn() {
    const root = await Deno.makeTempDir();
    try {
      const path = join(root, "curves.csv");
      const missing = await assertRejects(() => denoFiles.read(path));
      const { message, file } = readError(root, missing);
      assertEquals(message, `Cannot read ${path}: there is no such file or folder`);
      assertEquals(file, path);
      assertEquals(readError(root, new Error("x")).file, root);
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  },
});
