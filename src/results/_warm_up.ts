/**
 * A picture that nobody sees, with every kind of part that learning curves have: to draw it compiles
 * the code that the next one needs.
 */
export const warmUpSpecification: Record<string, unknown> = {
  title: { text: "a", subtitle: "b", anchor: "start" },
  columns: 1,
  concat: [{
    title: { text: "a", frame: "group" },
    data: { values: [point(0), point(1)] },
    encoding: {
      x: axis("trained"),
      color: {
        field: "label",
        type: "nominal",
        sort: null,
        scale: { domain: ["a"], range: ["#000001"] },
      },
      detail: { field: "variant", type: "nominal" },
    },
    layer: [
      {
        mark: { type: "area", opacity: 0.18 },
        encoding: { y: axis("low"), y2: { field: "high" } },
      },
      { mark: { type: "line", strokeWidth: 2 }, encoding: { y: axis("mean") } },
    ],
  }],
};

function point(trained: number) {
  return { trained, label: "a", variant: 0, mean: 0.5, low: 0, high: 1 };
}

function axis(field: string) {
  return {
    field,
    type: "quantitative",
    scale: { domain: [0, 1], nice: false, zero: false },
    axis: { values: [0, 1], labelExpr: '{"0":"0","1":"1"}[datum.value]', grid: true },
  };
}
