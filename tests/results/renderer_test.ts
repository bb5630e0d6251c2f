import { assertEquals, assertRejects } from "@std/assert";
import { RunError } from "../../src/errors.ts";
import { curvesSpecification, curvesSvg } from "../../src/results/curves_svg.ts";
import { startRenderer } from "../../src/results/renderer.ts";
import { renderSvg } from "../../src/results/render_svg.ts";
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
  name: "the files for browsers draw what the modules of the same packages draw, whatever it is",
  ignore,
  async fn() {
    const renderer = startRenderer();
    try {
      for (const mark of ["area", "bar", "circle", "line", "rect", "text", "tick"]) {
        for (const type of ["quantitative", "nominal", "temporal"]) {
          const specification = {
            data: { values: [0, 1 / 3, 2e-7, 12345.678, 1e9].map((x, i) => ({ x, y: i - 0.1 })) },
            mark,
            encoding: {
              x: { field: "x", type },
              y: { field: "y", type: "quantitative" },
              color: { field: "x", type },
              text: { field: "x", type },
            },
          };
          assertEquals(await renderer.draw(specification), await renderSvg(specification));
        }
      }
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
