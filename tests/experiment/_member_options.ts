/**
 * Writes src/experiment/member_options.ts: what an experiment may write for each member of each family, with
 * the documentation that the members have. `deno run --allow-write tests/experiment/_member_options.ts`
 */
import {
  type Family,
  initializers,
  losses,
  metrics,
  optimizers,
  type Option,
  outputActivations,
  schedules,
} from "../../src/engine/mod.ts";

const families: [suffix: string, what: string, family: Family][] = [
  ["Activation", "An activation", outputActivations],
  ["Initializer", "An initialisation", initializers],
  ["Loss", "A loss", losses],
  ["Metric", "A metric", metrics],
  ["Optimizer", "An optimizer", optimizers],
  ["Schedule", "A schedule of the learning rate", schedules],
];

/** The whole file, as `deno fmt` would leave it but for line breaks. */
export function memberOptionsText(): string {
  return [
    "// Made from the families by tests/experiment/_member_options.ts: change those.",
    "",
    ...families.flatMap(([suffix, what, family]) => familyLines(suffix, what, family)),
  ].join("\n");
}

function familyLines(suffix: string, what: string, family: Family): string[] {
  const members = Object.values(family);
  const bare = members.filter(({ options }) => !Object.values(options).some(isRequired));
  return [
    ...members.flatMap(({ name, options, doc, source }) => [
      "/**",
      ` * ${sentence(doc)}`,
      " *",
      ` * Source: ${sentence(source)}`,
      " */",
      `export interface ${memberName(name, suffix)} {`,
      `  /** Its name. */`,
      `  type: "${name}";`,
      ...Object.entries(options).flatMap(([key, option]) => [
        `  /** ${sentence(optionDoc(option))} */`,
        `  ${key}${isRequired(option) ? "" : "?"}: ${typeOf(option)};`,
      ]),
      "}",
      "",
    ]),
    `/** ${what} in an experiment: its name, or an object with its name as \`type\`. */`,
    `export type ${suffix}Options =`,
    ...bare.map(({ name }) => `  | "${name}"`),
    ...members.map(({ name }) => `  | ${memberName(name, suffix)}`),
  ].join("\n").concat(";").split("\n").concat("");
}

function memberName(name: string, suffix: string): string {
  const words = name.split("-").map((word) => word[0]!.toUpperCase() + word.slice(1));
  return words.join("") + suffix;
}

function isRequired(option: Option): boolean {
  return option.kind === "path";
}

function typeOf(option: Option): string {
  switch (option.kind) {
    case "number":
      return "number";
    case "numbers":
      return "readonly number[]";
    case "flag":
      return "boolean";
    case "path":
      return "string";
    case "choice":
      return option.values.map((value) => `"${value}"`).join(" | ");
  }
}

function optionDoc(option: Option): string {
  const parts = [option.doc.replace(/\.$/, "")];
  if (option.kind === "number" || option.kind === "numbers") {
    const { min, above, max, below, integer } = option;
    const bounds = [
      ...(min === undefined ? [] : [`at least ${min}`]),
      ...(above === undefined ? [] : [`above ${above}`]),
      ...(max === undefined ? [] : [`at most ${max}`]),
      ...(below === undefined ? [] : [`below ${below}`]),
    ].join(" and ");
    if (integer) parts.push("a whole number");
    if (bounds) parts.push(bounds);
  }
  if (!isRequired(option)) parts.push(`default ${JSON.stringify(option.default)}`);
  return parts.join("; ");
}

function sentence(text: string): string {
  const safe = text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ").trim();
  return /[.!?]$/.test(safe) ? safe : `${safe}.`;
}

if (import.meta.main) {
  const file = new URL("../../src/experiment/member_options.ts", import.meta.url);
  await Deno.writeTextFile(file, memberOptionsText());
}
