/**
 * A picture that nobody sees, with every kind of part that pictures have: to draw it compiles the code
 * that the next ones need.
 */
export const warmUpSpecification: Record<string, unknown> = {
  title: { text: "a", subtitle: ["b"], anchor: "start" },
  columns: 2,
  concat: [linePanel(), linePanel(), linePanel(), fieldPanel()],
  config: { aria: false },
};

function linePanel() {
  const x = axis("trained");
  const color = {
    field: "label",
    type: "nominal",
    sort: null,
    scale: { domain: ["a", "b"], range: ["#000001", "#000002"] },
  };
  const shared = { x, color, detail: { field: "variant", type: "nominal" } };
  return {
    title: { text: "a", subtitle: "b", frame: "group", anchor: "start" },
    width: 300,
    height: 190,
    data: { values: Array.from({ length: 100 }, (_, k) => point(k)) },
    layer: [
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: "rule", color: "#000001" },
        encoding: { y: { field: "zero", type: "quantitative" } },
      },
      {
        mark: { type: "area", opacity: 0.18 },
        encoding: { ...shared, y: axis("low"), y2: { field: "high" } },
      },
      { mark: { type: "line", strokeWidth: 2 }, encoding: { ...shared, y: axis("mean") } },
      { mark: { type: "point", filled: true }, encoding: { ...shared, y: axis("mean") } },
    ],
  };
}

function fieldPanel() {
  const color = { field: "label", type: "nominal", scale: null };
  return {
    title: { text: "a", frame: "group", anchor: "start" },
    width: 300,
    height: 190,
    data: { values: Array.from({ length: 60 }, (_, k) => point(k)) },
    layer: [
      {
        mark: { type: "rect", clip: true },
        encoding: {
          x: axis("low"),
          x2: { field: "high" },
          y: axis("low"),
          y2: { field: "high" },
          color,
          opacity: { field: "mean", type: "quantitative", scale: null },
        },
      },
      {
        mark: { type: "text", baseline: "middle" },
        encoding: {
          x: axis("low"),
          y: axis("mean"),
          text: { field: "label", type: "nominal" },
          color,
        },
      },
    ],
  };
}

function point(k: number) {
  const label = k % 2 === 0 ? "a" : "b";
  return { trained: k / 100, label, variant: k % 2, mean: 0.5, low: 0.25, high: 0.75 };
}

function axis(field: string) {
  return {
    field,
    type: "quantitative",
    title: field,
    scale: { domain: [0, 1], nice: false, zero: false },
    axis: { values: [0, 1], labelExpr: '{"0":"0","1":"1"}[datum.value]', grid: true },
  };
}
