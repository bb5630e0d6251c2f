import type { z } from "zod";

type RawIssue = z.core.$ZodRawIssue;

/**
 * What a schema wanted instead of what it got, as the end of `it must be …`. For an unknown key:
 * the keys there are, a line each. Given to zod as its error map, it is what issues carry as their
 * message; `undefined` leaves zod's own, or the one of a `refine`.
 */
export function expectation(issue: RawIssue): string | undefined {
  const definition = issue.inst?._zod.def as { shape?: object } | undefined;
  switch (issue.code) {
    case "unrecognized_keys":
      return Object.keys(definition?.shape ?? {}).join("\n");
    case "invalid_type":
      return expectedType(issue);
    case "too_small":
      return bound(issue, { limit: issue.minimum, word: issue.inclusive ? "at least" : "above" });
    case "too_big":
      return bound(issue, { limit: issue.maximum, word: issue.inclusive ? "at most" : "below" });
    case "invalid_value": {
      const values = issue.values as unknown[];
      const list = values.map((value) => JSON.stringify(value)).join(", ");
      return values.length === 1 ? list : `one of ${list}`;
    }
    case "invalid_format":
      return "text of another form";
    default:
      return undefined;
  }
}

function expectedType(issue: RawIssue): string {
  switch (issue.expected) {
    case "int":
    case "number":
      return numberPhrase(issue);
    case "string":
      return "text";
    case "boolean":
      return "true or false";
    case "array":
    case "tuple":
      return "a list";
    case "object":
    case "record":
      return "an object";
    default:
      return `of type ${String(issue.expected)}`;
  }
}

/** The bounds that a schema of numbers was given. */
interface NumberCheck {
  check: string;
  value?: unknown;
  inclusive?: boolean;
}

/** `a whole number of at least 1`, `a number above 0`, from all checks of the schema. */
function numberPhrase(issue: RawIssue): string {
  const definition = issue.inst?._zod.def as {
    format?: string;
    checks?: { _zod: { def: NumberCheck } }[];
  };
  const kind = definition?.format === "safeint" ? "a whole number" : "a number";
  const limits = (definition?.checks ?? []).flatMap(({ _zod: { def } }) => {
    if (def.check === "greater_than") {
      return [`${def.inclusive ? "of at least" : "above"} ${def.value}`];
    }
    // An inclusive upper bound is news only to those who exceed it.
    return def.check === "less_than" && !def.inclusive ? [`below ${def.value}`] : [];
  });
  return limits.length === 0 ? kind : `${kind} ${limits.join(" and ")}`;
}

function bound(issue: RawIssue, { limit, word }: { limit: unknown; word: string }): string {
  if (issue.origin === "string") {
    return limit === 1 && word === "at least"
      ? "text that is not empty"
      : `${word} ${limit} ${limit === 1 ? "character" : "characters"} long`;
  }
  if (issue.origin === "array" || issue.origin === "tuple") {
    const entries = limit === 1 ? "entry" : "entries";
    return `a list of ${word} ${limit} ${entries}`;
  }
  return `${word} ${limit}`;
}
