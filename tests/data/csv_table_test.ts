import { assertEquals, assertThrows } from "@std/assert";
import { parseCsv } from "../../src/data/csv_table.ts";
import { ExperimentError } from "../../src/errors.ts";

function parse(text: string | Uint8Array<ArrayBuffer>, header = true) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return parseCsv(bytes, { file: "a.csv", header, separator: "," });
}

function refused(text: string | Uint8Array<ArrayBuffer>, message: string, place?: string) {
  const error = assertThrows(() => parse(text), ExperimentError, message);
  assertEquals(error.file, "a.csv");
  assertEquals(error.place, place);
}

Deno.test("A CSV file has columns, rows and the lines that rows start at", () => {
  assertEquals(parse("x,y\n1,2\n\n3,4\n"), {
    file: "a.csv",
    columns: ["x", "y"],
    rows: [["1", "2"], ["3", "4"]],
    lines: [2, 4],
  });
});

Deno.test("A byte order mark, CRLF, a missing last line end and spaces around fields make no difference", () => {
  assertEquals(parse("\ufeffx , y\r\n\r\n1, 2 \r\n3,4"), parse("x,y\n\n1,2\n3,4\n"));
});

Deno.test("A quoted field may hold separators, quotes and line ends, which count as lines", () => {
  const { rows, lines } = parse('x,y\n"1,5","say ""hi"""\n"two\nlines\nmore",4\n\n5,6\n');
  assertEquals(rows, [["1,5", 'say "hi"'], ["two\nlines\nmore", "4"], ["5", "6"]]);
  assertEquals(lines, [2, 3, 7]);
});

Deno.test("Without a header, columns are named by their places", () => {
  const { columns, rows, lines } = parse("1,2\n3,4\n", false);
  assertEquals(columns, ["0", "1"]);
  assertEquals(rows.length, 2);
  assertEquals(lines, [1, 2]);
});

Deno.test("A column without a name in the header is named by its place", () => {
  assertEquals(parse(",y\n0,4\n").columns, ["0", "y"]);
});

Deno.test("A row with too few or too many fields is refused with its line", () => {
  const message = "Cannot read a row of 1 fields: the header has 2";
  refused('x,y\n"a\nb",2\n3\n', message, "line 4");
  refused("x,y\n1,2,3\n", "Cannot read a row of 3 fields: the header has 2", "line 2");
});

Deno.test("A quote out of place is refused with its line", () => {
  refused('x,y\n"a\nb",2\n\n3,b"c\n', 'bare "', "line 5");
  refused('x,y\n1,"2\n', 'missing "', "line 2");
});

Deno.test("An empty file, a header without rows and two columns of one name are refused", () => {
  refused("", "Cannot read a.csv: it is empty");
  refused("\n\n", "Cannot read a.csv: it is empty");
  refused("x,y\n", "Cannot read a.csv: there is no row below the header");
  refused("x,y,x\n1,2,3\n", 'Cannot tell columns apart: two are named "x"', "line 1");
});

Deno.test("Bytes that are not UTF-8 are refused", () => {
  refused(Uint8Array.of(0x78, 0xe9, 0x0a), "Cannot read a.csv: it is not text in UTF-8");
  refused(Uint8Array.of(0xff, 0xfe, 0x78, 0x00), "it is not text in UTF-8");
});
