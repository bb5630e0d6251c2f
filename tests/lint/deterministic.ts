/**
 * Lint rules that keep what computes results away from everything whose value may change with the
 * machine, the engine's version, the locale or the moment. ECMAScript leaves `Math.exp` and its
 * kin approximate: they do differ between versions of V8.
 */

/** Exactly defined by ECMAScript. */
const exact = new Set([
  "abs",
  "ceil",
  "clz32",
  "floor",
  "fround",
  "imul",
  "max",
  "min",
  "round",
  "sign",
  "sqrt",
  "trunc",
  "PI",
  "E",
  "LN2",
  "LN10",
  "LOG2E",
  "LOG10E",
  "SQRT2",
  "SQRT1_2",
]); // deno-fmt-ignore

const localeDependent = /^(toLocale\w*|localeCompare)$/;

/** Rooms that may look at the clock: for progress and for files that no comparison reads. */
const mayUseClock =
  /\/src\/(bench|cli|queue|runner)\/|\/src\/results\/(environment|timing)\.ts$|\/tests\//;
const mayUseMath = /\/src\/(bench|cli)\/|\/tests\//;

type Member = Deno.lint.MemberExpression;

function propertyName(node: Member): string | undefined {
  if (!node.computed && node.property.type === "Identifier") return node.property.name;
  if (node.property.type === "Literal") return String(node.property.value);
  return undefined;
}

const plugin: Deno.lint.Plugin = {
  name: "deterministic",
  rules: {
    "no-approximate-math": {
      create(context) {
        if (mayUseMath.test(context.filename.replaceAll("\\", "/"))) return {};
        return {
          MemberExpression(node) {
            if (node.object.type !== "Identifier" || node.object.name !== "Math") return;
            const name = propertyName(node);
            if (name !== undefined && exact.has(name)) return;
            context.report({
              node,
              message: `Math.${name ?? "[…]"} may differ between machines`,
              hint: "Use src/numerics, or src/random for random numbers",
            });
          },
          // `const { exp } = Math` and `f(Math)` would hide the name.
          Identifier(node) {
            if (node.name !== "Math") return;
            const parent = node.parent;
            if (parent.type === "MemberExpression" && parent.object === node) return;
            context.report({ node, message: "Math may only be used as Math.name" });
          },
          BinaryExpression(node) {
            // `**` is Math.pow.
            if ((node.operator as string) === "**") {
              context.report({ node, message: "** may differ between machines" });
            }
          },
        };
      },
    },
    "no-clock-no-locale": {
      create(context) {
        const filename = context.filename.replaceAll("\\", "/");
        if (mayUseClock.test(filename)) return {};
        return {
          Identifier(node) {
            if (["Date", "performance", "Intl", "Temporal"].includes(node.name)) {
              context.report({
                node,
                message: `${node.name} does not belong in what computes results`,
              });
            }
          },
          MemberExpression(node) {
            const name = propertyName(node);
            if (name !== undefined && localeDependent.test(name)) {
              context.report({ node, message: `${name} depends on the locale` });
            }
          },
        };
      },
    },
  },
};

export default plugin;
