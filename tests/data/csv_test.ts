import { assert, assertEquals, assertRejects } from "@std/assert";
import { loadCsv } from "../../src/data/csv.ts";
import type { CsvOptions } from "../../src/data/csv_options.ts";
import { ExperimentError } from "../../src/errors.ts";
import { granted } from "../permissions.ts";
import { withFiles } from "./_folder.ts";

const ignore = !granted("read", "write");

function load(text: string, options: Partial<CsvOptions> = {}) {
  return withFiles(
    { "a.csv": text },
    (folder) => loadCsv({ type: "csv", path: "a.csv", target: "y", ...options }, { folder }),
  );
}

/** Resolves to the error. */
async function refused(
  text: string,
  message: string,
  { place, ...options }: Partial<CsvOptions> & { place?: string } = {},
) {
  const error = await assertRejects(() => load(text, options), ExperimentError, message);
  if (place !== undefined) assertEquals(error.place, place);
  assert(error.remedy !== undefined);
  return error;
}

Deno.test({
  name: "Each row that is used knows the line it starts in",
  ignore,
  async fn() {
    const { parts } = await load('a,y\n1,1\n\n,2\n"3\n",3\n4,4\n', { missing: "drop" });
    assertEquals([...parts.train.inputs.values], [1, 3, 4]);
    assertEquals([...parts.train.lines!], [2, 5, 7]);
  },
});

Deno.test({
  name: "All columns but the target are features, in the order of the file",
  ignore,
  async fn() {
    const { parts, features, inputShape, classes } = await load(
      "a,y,b\n1,10,-2.5\n+3.25e1,20,.5\n5.,30,0\n",
    );
    assertEquals(features, ["a", "b"]);
    assertEquals(inputShape, [2]);
    assertEquals(classes, undefined);
    assertEquals([...parts.train.inputs.values], [1, -2.5, 32.5, 0.5, 5, 0]);
    assertEquals([...parts.train.targets.values], [10, 20, 30]);
  },
});

Deno.test({
  name: "Values are in memory that workers can share",
  ignore,
  async fn() {
    const { train } = (await load("a,y\n1,2\n3,4\n")).parts;
    assert(train.inputs.values.buffer instanceof SharedArrayBuffer);
    assert(train.targets.values.buffer instanceof SharedArrayBuffer);
  },
});

Deno.test({
  name: "Listed features are used in the order of the list",
  ignore,
  async fn() {
    const { parts, features } = await load("a,b,c,y\n1,2,3,10\n4,5,6,20\n7,8,9,30\n", {
      features: ["c", 0],
    });
    assertEquals(features, ["c", "a"]);
    assertEquals([...parts.train.inputs.values], [3, 1, 6, 4, 9, 7]);
  },
});

Deno.test({
  name: "A file without a header is used by places, with another separator",
  ignore,
  async fn() {
    const { parts, features } = await load("1;2;x\n3;4;z\n", {
      header: false,
      target: 2,
      separator: ";",
    });
    assertEquals(features, ["0", "1"]);
    assertEquals([...parts.train.targets.values], [0, 1]);
  },
});

Deno.test({
  name: "A categorical column becomes a column of 0 and 1 for each word, in code-unit order",
  ignore,
  async fn() {
    const { parts, features } = await load("a,wind,y\n1,W,1\n2,e,2\n3,N,3\n4,W,4\n", {
      categorical: ["wind"],
    });
    assertEquals(features, ["a", "wind=N", "wind=W", "wind=e"]);
    const rows = [1, 0, 1, 0, 2, 0, 0, 1, 3, 1, 0, 0, 4, 0, 1, 0];
    assertEquals([...parts.train.inputs.values], rows);
  },
});

Deno.test({
  name: "Two classes make one column, more classes a column each, in code-unit order",
  ignore,
  async fn() {
    const two = await load("a,y\n1,Yes\n2,No\n3,Yes\n");
    assertEquals(two.classes, ["No", "Yes"]);
    assertEquals([...two.parts.train.targets.values], [1, 0, 1]);
    const three = await load("a,y\n1,b\n2,c\n3,a\n");
    assertEquals(three.classes, ["a", "b", "c"]);
    assertEquals([...three.parts.train.targets.values], [0, 1, 0, 0, 0, 1, 1, 0, 0]);
  },
});

Deno.test({
  name: "Numbers are a regression unless there are two of them or classification is asked for",
  ignore,
  async fn() {
    const regression = await load("a,y\n1,2\n2,10\n3,1\n");
    assertEquals(regression.classes, undefined);
    const asked = await load("a,y\n1,2\n2,10\n3,1\n", { task: "classification" });
    assertEquals(asked.classes, ["1", "2", "10"]);
    assertEquals((await load("a,y\n1,2\n2,10\n3,2.0\n")).classes, ["2", "10"]);
    assertEquals((await load("a,y\n1,2\n2,10\n", { task: "regression" })).classes, undefined);
  },
});

Deno.test({
  name: "Missing values are refused with line and column, unless another policy is named",
  ignore,
  async fn() {
    const text = "a,b,y\n1,2,No\n3,NA,Yes\n5,6,\n";
    const message = "Cannot use a row without a value";
    await refused(text, message, { place: 'line 3, column "b"' });
    await refused("a,b,y\n1,2,No\n5,6,\n", message, { place: 'line 3, column "y"' });
  },
});

Deno.test({
  name: "Rows with missing values are dropped on request, those in unused columns aside",
  ignore,
  async fn() {
    const { parts, classes } = await load("a,b,y\n1,,No\nNA,2,Yes\n3,4,\n5,6,Yes\n", {
      features: ["a"],
      missing: "drop",
    });
    assertEquals(classes, ["No", "Yes"]);
    assertEquals([...parts.train.inputs.values], [1, 5]);
    await refused("a,y\n,1\n2,\n", "no row has all the values that are needed", {
      missing: "drop",
    });
  },
});

Deno.test({
  name: "Missing values that are to be replaced by the mean are stored as NaN",
  ignore,
  async fn() {
    const { parts, features } = await load("a,w,y\n1,N,1\n?,S,2\n3,,3\n4,N,\n", {
      missing: "mean",
      categorical: ["w"],
      missingValues: ["", "?"],
    });
    assertEquals(features, ["a", "w=N", "w=S"]);
    assertEquals([...parts.train.inputs.values], [1, 1, 0, NaN, 0, 1, 3, NaN, NaN]);
    assertEquals([...parts.train.targets.values], [1, 2, 3]);
  },
});

Deno.test({
  name: "Classes and words are those of all parts, whose columns may stand in another order",
  ignore,
  async fn() {
    const files = { "tr.csv": "a,w,y\n1,N,x\n2,S,y\n", "te.csv": "y,a,w\nz,3,E\n" };
    const data = await withFiles(files, (folder) =>
      loadCsv({
        type: "csv",
        train: "tr.csv",
        test: "te.csv",
        target: "y",
        categorical: ["w"],
      }, { folder }));
    assertEquals(data.classes, ["x", "y", "z"]);
    assertEquals(data.features, ["a", "w=E", "w=N", "w=S"]);
    assertEquals([...data.parts.test!.inputs.values], [3, 1, 0, 0]);
    assertEquals([...data.parts.test!.targets.values], [0, 0, 1]);
  },
});

Deno.test({
  name: "Text in a column of numbers is refused with file, line, column, value and remedy",
  ignore,
  async fn() {
    const place = 'line 3, column "a"';
    const error = await refused("a,y\n1,1\nwarm,2\n", 'Cannot read "warm" as a number', { place });
    assertEquals(error.file, "a.csv");
    assert(error.remedy!.includes('list "a" in data.categorical'));
    for (const word of ["0x10", "Infinity", "nan", "1_000", "1,5", "1e", "--1", "."]) {
      await refused(`a,y\n1,1\n"${word}",2\n`, `Cannot read "${word}" as a number`, { place });
    }
    const large = "Cannot use 1e400: it is too large for float32";
    await refused("a,y\n1,1\n1e400,2\n", large, { place });
    await refused("a,y\n1,1\n-1e39,2\n", "Cannot use -1e39: it is too large", { place });
  },
});

Deno.test({
  name: "Text among numbers in the target is refused unless it is asked for",
  ignore,
  async fn() {
    const text = "a,y\n1,1\n2,2\n3,three\n4,4\n";
    const place = 'line 4, column "y"';
    await refused(text, 'Cannot read "three" as a number', { place });
    await refused(text, 'Cannot read "three" as a number', { place, task: "regression" });
    const { classes } = await load(text, { task: "classification" });
    assertEquals(classes, ["1", "2", "4", "three"]);
  },
});

Deno.test({
  name: "A target that is always the same is refused, and so is one beyond float32",
  ignore,
  async fn() {
    await refused("a,y\n1,Yes\n2,Yes\n", 'Cannot classify: every label is "Yes"');
    await refused("a,y\n1,1\n2,2\n3,1e39\n", "Cannot use 1e+39 as a target", {
      place: 'line 4, column "y"',
    });
  },
});

Deno.test({
  name: "An unknown column is refused with the nearest one",
  ignore,
  async fn() {
    const text = "Humidity,Pressure,y\n1,2,3\n";
    await refused(text, 'Unknown column "Humidty": did you mean "Humidity"?', {
      features: ["Humidty"],
      place: "data.features.0",
    });
    await refused(text, 'Unknown column "Rainfall". One of: Humidity, Pressure, y', {
      target: "Rainfall",
      place: "data.target",
    });
    await refused(text, "Unknown column 3: it must be from 0 to 2", { target: 3 });
  },
});

Deno.test({
  name: "Columns that are listed twice, or are target and feature, are refused",
  ignore,
  async fn() {
    const text = "a,b,y\n1,2,3\n4,5,6\n";
    await refused(text, '"a" is listed twice', { features: ["a", 0] });
    await refused(text, '"y" is the target', { features: ["a", "y"] });
    await refused(text, '"b" is not among the features', { features: ["a"], categorical: ["b"] });
    await refused("y\n1\n2\n", "there is no column beside the target");
  },
});

Deno.test({
  name: "A missing file is refused with the path as written and where it was looked for",
  ignore,
  async fn() {
    await withFiles({}, async (folder) => {
      const error = await assertRejects(
        () => loadCsv({ type: "csv", path: "./no/a.csv", target: "y" }, { folder }),
        ExperimentError,
        "Cannot read data from ./no/a.csv (",
      );
      assert(error.message.includes(folder));
      assertEquals(error.file, "./no/a.csv");
      assert(error.remedy!.includes("--data"));
      await assertRejects(
        () => loadCsv({ type: "csv", path: ".", target: "y" }, { folder }),
        ExperimentError,
        "it is a folder",
      );
    });
  },
});

Deno.test({
  name: "A header that another separator would divide is said to",
  ignore,
  async fn() {
    const remedy = async (...args: Parameters<typeof refused>) => (await refused(...args)).remedy;
    const semicolon = 'Set data.separator to ";"';
    assertEquals(await remedy("a;y\n1;2\n3;4\n", 'Unknown column "y"'), semicolon);
    assertEquals(
      await remedy("a\ty\n1\t2\n3\t4\n", 'Unknown column "y"'),
      'Set data.separator to "\\t"',
    );
    assertEquals(
      await remedy("1;2\n3;4\n", "Unknown column 1", { header: false, target: 1 }),
      semicolon,
    );
    assertEquals(await remedy("a;y\n1;2\n", "Cannot use these", { target: 0 }), semicolon);
    assertEquals(
      await remedy("a;b,c\n1,2\n", 'Unknown column "y"'),
      "Name a column of the file, or say header: false and give its place",
    );
  },
});
