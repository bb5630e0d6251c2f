import { defineSchedule } from "./schedule.ts";

export const constant = defineSchedule({
  name: "constant",
  options: {},
  doc: "η = η₀",
  source: "Robbins, Monro, Ann. Math. Stat. 22, 1951, who let it fall",
  rate: ({ base }) => base,
});
