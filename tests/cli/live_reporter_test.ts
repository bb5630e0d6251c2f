import { assertEquals, assertStringIncludes } from "@std/assert";
import { liveReporter } from "../../src/cli/live_reporter.ts";
import type { SweepStart } from "../../src/cli/reporter.ts";
import type { Run } from "../../src/experiment/types.ts";
import type { RunResult } from "../../src/results/mod.ts";
import { textWidth } from "../../src/cli/text_width.ts";

/** A terminal that understands what the live view sends: lines, cursor up, erasing. */
function createTerminal(columns: number, height = 24) {
  let lines: string[] = [""];
  let row = 0;
  let now = 0;
  let widest = 0;
  return {
    advance: (ms: number) => void (now += ms),
    lines: () => lines.map((line) => line.trimEnd()),
    widest: () => widest,
    screen: {
      columns: () => columns,
      rows: () => height,
      nowMs: () => now,
      write(text: string) {
        // deno-lint-ignore no-control-regex
        for (const [token] of text.matchAll(/\x1b\[[?\d]*[A-Za-z]|[^\x1b]/g)) {
          const up = /(\d+)A$/.exec(token);
          if (token.startsWith("\x1b") && up) row -= Number(up[1]);
          else if (token === "\x1b[2K") lines[row] = "";
          else if (token === "\x1b[J") lines = [...lines.slice(0, row), ""];
          else if (token === "\n") {
            row++;
            lines[row] ??= "";
          } else if (!token.startsWith("\x1b") && token !== "\r") {
            lines[row] += token;
            widest = Math.max(widest, textWidth(lines[row]!));
          }
        }
      },
    },
  };
}

function runOf(name: string): Run {
  return { name, variant: "he", seed: 1, settings: { epochs: 100 } } as unknown as Run;
}

function startOf(runs: Run[], more: Partial<SweepStart> = {}): SweepStart {
  const usualMs = runs.map(() => 1000);
  return { name: "cat", question: "", runs, facts: "facts", workers: 2, usualMs, ...more };
}

function resultOf(run: Run): RunResult {
  const final = { train: { loss: 0.25, accuracy: 1 }, test: { loss: 0.5, accuracy: 0.75 } };
  const ended = { status: "finished", epochs: 100 };
  return { run, final, ...ended, elapsedMs: 1500 } as unknown as RunResult;
}

Deno.test("finished runs stay above the bars, and the bars go when all is done", () => {
  const terminal = createTerminal(80);
  const reporter = liveReporter(terminal.screen);
  const runs = [runOf("he-seed1"), runOf("he-seed2"), runOf("he-seed3")];
  reporter.start(startOf(runs, { question: "Which?" }));
  reporter.runStarted(0);
  reporter.runStarted(1);
  terminal.advance(10_000);
  reporter.runProgress(0, { epoch: 50, epochs: 100, train: { loss: 0.5, accuracy: 0.9 } });
  terminal.advance(10_000);
  reporter.runProgress(1, { epoch: 25, epochs: 100, train: { loss: 0.6, accuracy: 0.8 } });
  const during = terminal.lines();
  assertEquals(during.slice(0, 3), ["cat: Which?", "facts", ""]);
  assertStringIncludes(during[3]!, " 50/100  loss 0.5000            accuracy  90.0 %");
  assertStringIncludes(during[4]!, " 25/100  loss 0.6000            accuracy  80.0 %");
  // 75 epochs took 30 s. One run is left with 50 − 25 epochs (10 s are gone since), one with 75; then
  // there are 100: 10 s + 40 s.
  assertEquals(during[5], "0 of 3 runs done, 2 running, 1 waiting, 50 s left");

  reporter.runDone(1, resultOf(runs[1]!));
  const after = terminal.lines();
  assertEquals(
    after[3],
    "✓ he-seed2  train 100.0 % (loss 0.2500)  test 75.0 % (loss 0.5000)  1.5 s",
  );
  assertStringIncludes(after[4]!, "he-seed1");
  assertEquals(after.length, 7);

  reporter.close();
  assertEquals(terminal.lines().filter((line) => line !== "").length, 3);
});

Deno.test("bars fit in a narrow terminal", () => {
  for (const columns of [80, 60, 40, 20, 10]) {
    const terminal = createTerminal(columns);
    const reporter = liveReporter(terminal.screen);
    const runs = [
      runOf("a-very-long-name-of-a-variant-that-nobody-can-read-seed12345"),
      runOf("激活函数的影响激活函数的影响激活函数的影响-seed1"),
      runOf("e\u0301te\u0301-seed1"),
    ];
    reporter.start(startOf(runs));
    for (const epoch of [1, 2]) {
      for (const index of runs.keys()) {
        if (epoch === 1) reporter.runStarted(index);
        terminal.advance(1000);
        const train = { loss: 0.5 / epoch, accuracy: 0.9 };
        reporter.runProgress(index, { epoch, epochs: 100, train });
      }
    }
    reporter.loading(5, 12_345);
    reporter.runDone(1, resultOf(runs[1]!));
    assertEquals(terminal.widest() <= columns, true, `${terminal.widest()} in ${columns}`);
  }
});

Deno.test("runs that were taken count as done and say nothing about the time that is left", () => {
  const terminal = createTerminal(80);
  const reporter = liveReporter(terminal.screen);
  const runs = [runOf("he-seed1"), runOf("he-seed2"), runOf("he-seed3")];
  reporter.start(startOf(runs));
  reporter.taken([0, 2]);
  reporter.runStarted(1);
  terminal.advance(10_000);
  reporter.runProgress(1, { epoch: 50, epochs: 100, train: { loss: 0.5 } });
  assertStringIncludes(terminal.lines().join("\n"), "2 of 3 runs done, 1 running, 10 s left");
});

Deno.test("the course of the loss is drawn beside it, in columns that do not move", () => {
  const terminal = createTerminal(80);
  const reporter = liveReporter(terminal.screen);
  const runs = [runOf("he-seed1"), runOf("激活-seed1")];
  reporter.start(startOf(runs));
  reporter.runStarted(0);
  reporter.runStarted(1);
  for (const [k, loss] of [0.8, 0.6, 0.4, 0.2].entries()) {
    for (const index of [0, 1]) {
      terminal.advance(1000);
      reporter.runProgress(index, { epoch: 10 * (k + 1), epochs: 100, train: { loss } });
    }
  }
  terminal.advance(1000);
  reporter.runProgress(0, { epoch: 41, epochs: 100, train: { loss: 0.2 } });
  const [first, second] = terminal.lines().slice(3);
  assertStringIncludes(first!, " 41/100  loss 0.2000  █▆▃▁");
  assertStringIncludes(second!, " 40/100  loss 0.2000  █▆▃▁");
  const place = (line: string) => textWidth(line.slice(0, line.indexOf("loss")));
  assertEquals(place(first!), place(second!));
});

Deno.test("more runs than the terminal has lines are counted instead of drawn", () => {
  const terminal = createTerminal(80, 6);
  const reporter = liveReporter(terminal.screen);
  const runs = Array.from({ length: 40 }, (_, k) => runOf(`he-seed${k}`));
  reporter.start(startOf(runs, { workers: 40 }));
  for (const index of runs.keys()) reporter.runStarted(index);
  const lines = terminal.lines().slice(3).filter((line) => line !== "");
  assertEquals(lines.length, 5);
  assertEquals(lines.slice(-2), ["  and 37 more", "0 of 40 runs done, 40 running"]);
});

Deno.test("lines that a narrower terminal has wrapped are all replaced", () => {
  let columns = 80;
  const written: string[] = [];
  const reporter = liveReporter({
    columns: () => columns,
    rows: () => 24,
    nowMs: () => 0,
    write: (text) => void written.push(text),
  });
  const runs = [runOf("he-seed1")];
  reporter.start(startOf(runs));
  reporter.runStarted(0);
  // 20 and 28 columns: now 1 and 2 lines.
  columns = 20;
  reporter.warning("narrow");
  assertStringIncludes(written.at(-1)!, "\x1b[3A");
});
