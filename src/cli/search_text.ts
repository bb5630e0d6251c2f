import type { ResolvedSearch, SearchRange } from "../experiment/types.ts";
import { rungSizes, settingText } from "../results/mod.ts";
import type { Plan } from "../runner/mod.ts";
import { columns, plural } from "./format.ts";

/** What `describe` says of a search: what is drawn from where, and where trials are halted. */
export function searchLines({ experiment, brackets, records }: Plan): string[] {
  const { search } = experiment;
  if (!search) return [];
  const sizes = [...new Set(search.brackets)];
  const each = search.brackets.length > 1
    ? `${search.brackets.length} times ${sizes.join(" or ")} trials`
    : plural(sizes[0]!, "trial");
  const space = Object.keys(search.space).sort()
    .map((path) => [`  ${path}`, rangeText(search.space[path]!)]);
  const hasValidation = records.some(({ rows }) => rows.validation !== undefined);
  return [
    `search    ${each}`,
    ...columns(space),
    ...(brackets ? rungLines(search, { brackets, hasValidation }) : []),
  ];
}

/** `log-uniform from 0.001 to 1`. */
function rangeText(range: SearchRange): string {
  if (range.type === "choice") return `one of ${range.values.map(settingText).join(", ")}`;
  const scale = range.type === "integer" && range.scale === "log" ? ", log scale" : "";
  return `${range.type}${scale} from ${range.low} to ${range.high}`;
}

function rungLines(
  { halving }: ResolvedSearch,
  { brackets, hasValidation }: {
    brackets: NonNullable<Plan["brackets"]>;
    hasValidation: boolean;
  },
): string[] {
  const { metric, reduction } = halving!;
  const part = hasValidation ? "validation" : "training";
  const texts = brackets.map(({ trials, rungs }) => {
    const sizes = rungSizes(trials.length, { rungs: rungs.length, reduction });
    return rungs.map((epochs, rung) => `${plural(sizes[rung]!, "trial")} to epoch ${epochs}`)
      .join(", ");
  });
  return [
    `  halted by ${part} ${metric.replaceAll("_", " ")}, one of ${reduction} goes on:`,
    ...[...new Set(texts)].map((text) => `    ${text}`),
  ];
}
