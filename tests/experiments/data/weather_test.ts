import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { createDataStream } from "../../../experiments/data/generate/draws.ts";
import { generateWeather } from "../../../experiments/data/generate/weather.ts";

const text = generateWeather(createDataStream(1));
const [header, ...lines] = text.trimEnd().split("\n");
const columns = header!.split(",");
const rows = lines.map((line) => line.split(","));

function column(name: string): string[] {
  const at = columns.indexOf(name);
  assert(at >= 0, name);
  return rows.map((row) => row[at]!);
}

Deno.test("a row for every day of four years, the leap day among them", () => {
  const dates = column("Date");
  assertEquals(dates.length, 1461);
  assertEquals(new Set(dates).size, 1461);
  assertEquals([dates[0], dates[31], dates.at(-1)], ["01-12-2012", "01-01-2013", "30-11-2016"]);
  assertEquals(dates[dates.indexOf("28-02-2016") + 1], "29-02-2016");
  assertEquals(dates[dates.indexOf("28-02-2015") + 1], "01-03-2015");
});

Deno.test("numbers have fixed decimals, and what is missing is NA", () => {
  for (const name of ["MinTemp", "MaxTemp", "Pressure9am", "Pressure3pm", "Temp9am", "Temp3pm"]) {
    for (const value of column(name)) assertMatch(value, /^(-?\d+\.\d|NA)$/);
  }
  for (const name of ["Humidity9am", "Humidity3pm"]) {
    for (const value of column(name)) assertMatch(value, /^(\d{1,2}|100|NA)$/);
  }
  for (const name of columns.slice(2, 11)) {
    const missing = column(name).filter((value) => value === "NA").length;
    assert(missing > 0 && missing < 80, `${name}: ${missing}`);
  }
});

Deno.test("the rain of tomorrow is the rain of the next day", () => {
  assertEquals(column("RainToday").slice(1), column("RainTomorrow").slice(0, -1));
});

Deno.test("it rains on about every third day", () => {
  const rain = column("RainTomorrow").filter((value) => value === "Yes").length / rows.length;
  assert(rain > 0.25 && rain < 0.35, `${rain}`);
});

Deno.test("the wind comes from all sixteen directions", () => {
  const directions = new Set(column("WindGustDir"));
  directions.delete("NA");
  assertEquals(directions.size, 16);
});

Deno.test("another seed makes other weather", () => {
  assertNotEquals(generateWeather(createDataStream(2)), text);
});
