import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ExperimentError } from "../../src/errors.ts";
import { parseJson } from "../../src/experiment/parse_json.ts";

function refused(text: string): string {
  const error = assertThrows(() => parseJson(text, "x.json"), ExperimentError);
  assertEquals(error.file, "x.json");
  return `${error.message} at ${error.place}`;
}

Deno.test("JSON is read, with or without a byte order mark", () => {
  assertEquals(parseJson('{"a":[1]}', "x.json"), { a: [1] });
  assertEquals(parseJson('\ufeff{"a":1}', "x.json"), { a: 1 });
});

Deno.test("what is no JSON is refused with its line and column", () => {
  assertEquals(
    refused('{\n  "a": 1,\n}'),
    "Cannot read x.json as JSON: expected double-quoted property name at line 3, column 1",
  );
  assertEquals(
    refused('{"name": "x",\n "epochs": ten}'),
    "Cannot read x.json as JSON: unexpected token 'e' at line 2, column 13",
  );
  assertEquals(
    refused('{"a": [1, 2'),
    "Cannot read x.json as JSON: expected ',' or ']' after array element at line 1, column 12",
  );
  assertEquals(
    refused(""),
    "Cannot read x.json as JSON: the text ends in the middle at line 1, column 1",
  );
});

Deno.test("a character that does not belong is found wherever it is", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.nat(), (value, at) => {
    const text = JSON.stringify(value, null, 1);
    // Outside of strings, no JSON has a `#`.
    const places = [...text.matchAll(/^/gm)].map(({ index }) => index);
    const place = places[at % places.length]!;
    const line = text.slice(0, place).split("\n").length;
    const broken = `${text.slice(0, place)}#${text.slice(place)}`;
    assertEquals(refused(broken).endsWith(` at line ${line}, column 1`), true, broken);
  }));
});
