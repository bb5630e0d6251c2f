import { assertEquals } from "@std/assert";
import { bestEpoch } from "../../src/results/best_epoch.ts";
import { numberCell, safeCell } from "../../src/results/cells.ts";
import { csvText, csvTextByRun } from "../../src/results/csv_text.ts";
import { settingText } from "../../src/results/settings_text.ts";
import { timingCsv } from "../../src/results/timing_csv.ts";
import { makeRun, makeSweep, point } from "./_sweep.ts";
import { curvesCsv, runsCsv } from "./_tables.ts";

const digests = new Map([["he-seed1", "aa"], ["he-seed2", "bb"], ["random-seed1", "cc"]]);

Deno.test("runs.csv has a row per run with the settings that differ, to the byte", () => {
  const runs = [
    makeRun("he", 1),
    makeRun("he", 2, { final: { train: { loss: 0.1 + 0.2, accuracy: 1 } } }),
    makeRun("random", 1, {
      init: { type: "random", scale: 0.01 },
      status: "diverged",
      divergedAt: 2,
      epochs: 1,
      bestEpoch: 0,
      final: { train: { loss: NaN, accuracy: 0.5 }, test: { loss: Infinity, accuracy: -0 } },
    }),
  ];
  assertEquals(
    runsCsv(makeSweep(runs), digests),
    "run,variant,seed,init,parameters,epochs,best_epoch,status,train_loss,train_accuracy," +
      "test_loss,test_accuracy,weights_sha256\n" +
      "he-seed1,he,1,he,3,2,2,finished,0.25,1,0.4,0.75,aa\n" +
      "he-seed2,he,2,he,3,2,2,finished,0.30000000000000004,1,,,bb\n" +
      "random-seed1,random,1,random,3,1,0,diverged,NaN,0.5,Infinity,-0,cc\n",
  );
});

Deno.test("a setting that is a number stays one, and a formula becomes a text", () => {
  const runs = [makeRun("a", 1, { init: { type: "=1+1", scale: -0.5 } })];
  const sweep = makeSweep(runs);
  sweep.experiment.differing = ["init.scale", "init.type", "no.such"];
  assertEquals(
    runsCsv(sweep, new Map()).split("\n")[1],
    "a-seed1,a,1,-0.5,'=1+1,,3,2,2,finished,0.25,1,0.4,0.75,",
  );
});

Deno.test("accuracy has no column where nothing was classified, validation has where it was", () => {
  const final = { train: { loss: 1 }, validation: { loss: 2 } };
  const text = runsCsv(makeSweep([makeRun("a", 1, { final })]), new Map());
  assertEquals(
    text.split("\n")[0],
    "run,variant,seed,init,parameters,epochs,best_epoch,status,train_loss,validation_loss," +
      "weights_sha256",
  );
});

Deno.test("curves.csv has a row per run and recorded epoch, to the byte", () => {
  const text = curvesCsv([
    makeRun("he", 1),
    makeRun("zeros", 7, { curve: [point(1, { loss: 1e-7 })] }),
  ]);
  assertEquals(
    text,
    "run,variant,seed,epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy\n" +
      "he-seed1,he,1,1,0.1,0.75,0.5,0.7,0.5\n" +
      "he-seed1,he,1,2,0.1,0.5,0.75,0.6,0.5\n" +
      "zeros-seed7,zeros,7,1,0.1,1e-7,,,\n",
  );
});

Deno.test("a long table is made in pieces, each of whole rows, anew each time it is asked for", () => {
  const runs = Array.from({ length: 30_000 }, (_, k) => k);
  const rowsOf = (k: number) => k % 3 === 0 ? [] : [[`r${k}`, "a"], [`r${k}`, "b"]];
  const table = csvTextByRun(["run", "x"], { runs, rowsOf });
  const pieces = [...table];
  assertEquals(pieces.length > 1 && pieces.every((piece) => piece.endsWith("\n")), true);
  assertEquals(pieces.every(({ length }) => length < 0x5_0000), true);
  const whole = csvText([["run", "x"], ...runs.flatMap(rowsOf)]);
  assertEquals([pieces.join(""), [...table].join("")], [whole, whole]);
});

Deno.test("timing.csv has wall times with fixed digits", () => {
  assertEquals(
    timingCsv([makeRun("he", 1), makeRun("he", 2, { epochs: 0, elapsedMs: 3 })]),
    "run,variant,seed,epochs,elapsed_ms,ms_per_epoch\n" +
      "he-seed1,he,1,2,12.3,6.125\nhe-seed2,he,2,0,3.0,\n",
  );
});

Deno.test("every number reads back as itself", () => {
  for (const value of [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0, NaN, -Infinity, 2 ** 53]) {
    assertEquals(Number(numberCell(value)), value);
  }
  assertEquals(numberCell(-0), "-0");
});

Deno.test("no text cell starts like a formula or breaks a row", () => {
  for (const start of ["=", "+", "-", "@", "\t", "\uff1d", " =", '"=', "\r="]) {
    assertEquals(safeCell(`${start}A1`)[0], "'", JSON.stringify(start));
  }
  assertEquals(safeCell("a\r=A1"), "a =A1");
  assertEquals(safeCell("he-seed1"), "he-seed1");
  assertEquals(safeCell("a\x1b[2Jb\x9bc\u202ed"), "a [2Jb c d");
});

Deno.test("a spreadsheet that splits at semicolons or tabs sees no formula either", () => {
  assertEquals(safeCell("a;=1+1"), "a;'=1+1");
  assertEquals(safeCell("a\t@x\n+y"), "a\t'@x\n'+y");
  assertEquals(safeCell("a; b"), "a; b");
});

Deno.test("numbers are no formulas, whatever their sign", () => {
  for (const value of [-0, -1, -0.5, 1e-7, -1e-7, 1e21, -1e21, Infinity, -Infinity, NaN]) {
    assertEquals(safeCell(numberCell(value)), numberCell(value));
  }
  assertEquals(safeCell("-1+1"), "'-1+1");
});

Deno.test("every cell and every name of a column is made safe where CSV is written", () => {
  assertEquals(csvText([["=a", "b"], ["@c", "-1"]]), "'=a,b\n'@c,-1\n");
});

Deno.test("settings are readable and different settings have different texts", () => {
  assertEquals(settingText({ type: "he" }), "he");
  assertEquals(
    settingText({ type: "adam", beta1: 0.9, beta2: 0.99 }),
    "adam(beta1=0.9 beta2=0.99)",
  );
  assertEquals(settingText({ l2: 0, dropout: 0.5 }), "(l2=0 dropout=0.5)");
  assertEquals(settingText([{ units: 2, init: { type: "zeros" } }, 3]), "[(units=2 init=zeros) 3]");
  assertEquals([settingText(undefined), settingText(null), settingText(false)], ["", "", "false"]);
});

Deno.test("the best epoch is the number of epochs trained at the lowest loss", () => {
  const curve = [point(1, { loss: 0.7 }), point(6, { loss: 0.3 }), point(11, { loss: 0.3 })];
  const final = { train: { loss: 0.5 } };
  // The row of epoch 6 is measured after 5 epochs; of two equal losses the first counts.
  assertEquals(bestEpoch({ curve, final, epochs: 15 }), 5);
  assertEquals(bestEpoch({ curve, final: { train: { loss: 0.2 } }, epochs: 15 }), 15);
});

Deno.test("the best epoch goes by the validation loss where there is one", () => {
  const curve = [
    { ...point(1, { loss: 0.9 }), validation: { loss: 0.5 } },
    { ...point(2, { loss: 0.1 }), validation: { loss: 0.6 } },
  ];
  const final = { train: { loss: 0.01 }, validation: { loss: 0.8 } };
  assertEquals(bestEpoch({ curve, final, epochs: 2 }), 0);
});

Deno.test("a loss that is no number is never the best", () => {
  const nan = { train: { loss: NaN } };
  assertEquals(bestEpoch({ curve: [point(1, { loss: NaN })], final: nan, epochs: 1 }), 0);
  assertEquals(
    bestEpoch({ curve: [point(1, { loss: NaN }), point(3, { loss: 4 })], final: nan, epochs: 3 }),
    2,
  );
});

Deno.test("a setting that is called like another column has the column set.<path>", () => {
  const sweep = makeSweep([makeRun("a", 1)]);
  sweep.experiment.differing = ["epochs", "init", "learning_rate", "test_loss"];
  sweep.experiment.canonical.variants[0]!.settings.epochs = 9;
  const [header, row] = runsCsv(sweep, new Map()).split("\n");
  assertEquals(
    header,
    "run,variant,seed,set.epochs,init,set.learning_rate,set.test_loss,parameters,epochs," +
      "best_epoch,status,train_loss,train_accuracy,test_loss,test_accuracy,weights_sha256",
  );
  assertEquals(row, "a-seed1,a,1,9,a,,,3,2,2,finished,0.25,1,0.4,0.75,");
});
