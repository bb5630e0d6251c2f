import { assertEquals, assertRejects } from "@std/assert";
import { RunError } from "../../src/errors.ts";
import { curvesSpecification, curvesSvg } from "../../src/results/curves_svg.ts";
import { startRenderer } from "../../src/results/renderer.ts";
import { granted } from "../permissions.ts";
import { catSweep } from "./_sweep.ts";

const ignore = !granted("read");

Deno.test({
  name: "pictures drawn in a worker have the same bytes, the first and the second",
  ignore,
  async fn() {
    const renderer = startRenderer();
    try {
      const here = await curvesSvg(catSweep());
      const specification = curvesSpecification(catSweep());
      const there = [renderer.draw(specification), renderer.draw(specification)];
      assertEquals(await Promise.all(there), [here, here]);
    } finally {
      renderer.close();
    }
  },
});

Deno.test({
  name: "a picture that cannot be drawn is a failure, and the next one is drawn",
  ignore,
  async fn() {
    const renderer = startRenderer();
    try {
      await assertRejects(
        () => renderer.draw({ concat: 1 }),
        RunError,
        "Cannot draw the picture: ",
      );
      const specification = curvesSpecification(catSweep());
      assertEquals(await renderer.draw(specification), await curvesSvg(catSweep()));
    } finally {
      renderer.close();
    }
  },
});
