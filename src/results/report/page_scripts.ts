import curves from "./page/curves.js" with { type: "text" };
import elements from "./page/elements.js" with { type: "text" };
import format from "./page/format.js" with { type: "text" };
import main from "./page/main.js" with { type: "text" };
import order from "./page/order.js" with { type: "text" };
import panel from "./page/panel.js" with { type: "text" };
import runsTable from "./page/runs_table.js" with { type: "text" };
import scale from "./page/scale.js" with { type: "text" };
import sortTables from "./page/sort_tables.js" with { type: "text" };
import statistics from "./page/statistics.js" with { type: "text" };
import theme from "./page/theme.js" with { type: "text" };

/** The page's modules, each after those that it imports. */
const modules = [
  elements,
  format,
  order,
  scale,
  sortTables,
  theme,
  statistics,
  runsTable,
  panel,
  curves,
  main,
];

/** What the page runs: its modules as one script, so that one digest stands for it. */
export function pageScript(): string {
  return joinModules(modules);
}

/**
 * Modules as one script: their imports of each other go, and with them the word `export`.
 *
 * @throws {RangeError} What is left could not stand in a `<script>`, or a name is there twice.
 *
 * @example
 * ```ts
 * import { joinModules } from "./page_scripts.ts";
 *
 * joinModules(["export const a = 1;\n", 'import { a } from "./a.js";\na + 1;\n']);
 * // '"use strict";\n(() => {\nconst a = 1;\n\na + 1;\n})();\n'
 * ```
 */
export function joinModules(texts: readonly string[]): string {
  const bodies = texts.map((text) =>
    text.replaceAll(/^import\b[^;]*;$/gm, "").replaceAll(/^export (?=function|const|class)/gm, "")
      .replaceAll(/^\/\/ @ts-check\n|^\/\/\/ <reference.*\n/gm, "")
  );
  const script = `"use strict";\n(() => {\n${bodies.join("")}})();\n`;
  const unfit = /<\/script|<!--|^(?:import|export)\b/im.exec(script);
  if (unfit !== null) throw new RangeError(`Cannot put "${unfit[0]}" into a page's script`);
  const names = [...script.matchAll(/^(?:function|const|let|class) (\w+)/gm)].map(([, name]) =>
    name
  );
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new RangeError(`Cannot join modules that both have "${twice}"`);
  return script;
}
