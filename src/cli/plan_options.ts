/** Options of every command that plans a sweep: which runs, with which settings, on which data. */
export const planOptions = {
  seeds: {
    kind: "text",
    value: "1,2,3",
    doc: "these seeds in place of the experiment's; 1-5 too",
  },
  epochs: { kind: "text", value: "N", doc: "the same as --set epochs=N" },
  set: { kind: "list", value: "PATH=VALUE", doc: "changes a setting in every run; repeatable" },
  only: { kind: "text", value: "he,zeros", doc: "some of the variants" },
  data: { kind: "text", value: "PATH", doc: "other data in the place of the experiment's" },
} as const;
