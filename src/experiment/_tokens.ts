/** What the search for imports tells apart in a module's text. */
export interface Token {
  kind: "name" | "string" | "punctuator";
  /** The name, one punctuator, or what stands between the quotes, as written. */
  text: string;
  /** Place of the first character, quotes included. */
  start: number;
  end: number;
}

const patterns = {
  skipped: /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?(?:\*\/|$))+/y,
  name: /[\p{ID_Start}$_#][\p{ID_Continue}$_\u200c\u200d]*/uy,
  number: /\.?[0-9][0-9A-Za-z_.]*/y,
  string: /"(?:[^"\\\n\r]|\\[^])*"?|'(?:[^'\\\n\r]|\\[^])*'?/y,
  regex: /\/(?:[^\\/[\n\r]|\\.|\[(?:[^\]\\\n\r]|\\.)*\])+\/[A-Za-z]*/y,
  /** From a backtick, or the brace that ends a `${ }`, to the next of them. */
  template: /[`}](?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{|$)/y,
};

/** After these names a slash starts a regular expression; after others it divides. */
const operators = new Set(
  "await case delete do else in instanceof new of return throw typeof void yield".split(" "),
);

/**
 * The names, strings and punctuators of a TypeScript module, without comments, numbers, regular
 * expressions and the texts of templates. Good enough to find imports: one that is hidden from it
 * is not followed, and what was not found before a module runs cannot be imported then.
 */
export function* tokens(text: string): Generator<Token> {
  let at = text.startsWith("#!") ? text.search(/[\n\r]|$/) : 0;
  let afterValue = false;
  /** For each template that is open, how many braces are open in its `${ }`. */
  const templates: number[] = [];
  const take = (kind: keyof typeof patterns): string | undefined => {
    const pattern = patterns[kind];
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  while (take("skipped"), at < text.length) {
    const start = at;
    const first = text[at]!;
    if (first === "`" || (first === "}" && templates.at(-1) === 0)) {
      if (first === "}") templates.pop();
      afterValue = !take("template")!.endsWith("${");
      if (!afterValue) templates.push(0);
      continue;
    }
    let found = take("name");
    if (found !== undefined) {
      afterValue = !operators.has(found);
      yield { kind: "name", text: found, start, end: at };
    } else if ((found = take("string")) !== undefined) {
      afterValue = true;
      yield { kind: "string", text: found.slice(1, -1), start, end: at };
    } else if (take("number") ?? (afterValue ? undefined : take("regex"))) {
      afterValue = true;
    } else {
      at++;
      if (templates.length > 0 && first === "{") templates[templates.length - 1]!++;
      if (templates.length > 0 && first === "}") templates[templates.length - 1]!--;
      afterValue = ")]}".includes(first);
      yield { kind: "punctuator", text: first, start, end: at };
    }
  }
}
