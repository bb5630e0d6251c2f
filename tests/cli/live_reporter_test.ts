import { assertEquals, assertStringIncludes } from "@std/assert";
import { liveReporter } from "../../src/cli/live_reporter.ts";
import type { Run } from "../../src/experiment/types.ts";
import type { RunResult } from "../../src/results/mod.ts";

/** A terminal that understands what the live view sends: lines, cursor up, erasing. */
function createTerminal(columns: number) {
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
            widest = Math.max(widest, [...lines[row]!].length);
          }
        }
      },
    },
  };
}

function runOf(name: string): Run {
  return { name, variant: "he", seed: 1, settings: { epochs: 100 } } as unknown as Run;
}

function resultOf(run: Run): RunResult {
  const final = { train: { loss: 0.25, accuracy: 1 }, test: { loss: 0.5, accuracy: 0.75 } };
  return { run, final, status: "finished", elapsedMs: 1500 } as unknown as RunResult;
}

Deno.test("finished runs stay above the bars, and the bars go when all is done", () => {
  const terminal = createTerminal(80);
  const reporter = liveReporter(terminal.screen);
  const runs = [runOf("he-seed1"), runOf("he-seed2"), runOf("he-seed3")];
  reporter.start({ name: "cat", question: "Which?", runs, facts: "facts" });
  reporter.runStarted(0);
  reporter.runStarted(1);
  terminal.advance(10_000);
  reporter.runProgress(0, { epoch: 50, epochs: 100, train: { loss: 0.5, accuracy: 0.9 } });
  terminal.advance(10_000);
  reporter.runProgress(1, { epoch: 25, epochs: 100, train: { loss: 0.6, accuracy: 0.8 } });
  const during = terminal.lines();
  assertEquals(during.slice(0, 3), ["cat: Which?", "facts", ""]);
  assertStringIncludes(during[3]!, "50/100  loss 0.5000  accuracy 90.0 %");
  assertStringIncludes(during[4]!, "25/100  loss 0.6000  accuracy 80.0 %");
  // 75 of 300 epochs in 20 s: 60 s for the other 225.
  assertEquals(during[5], "0 of 3 runs done, 1 waiting, 1 min 00 s left");

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
  for (const columns of [80, 40, 20]) {
    const terminal = createTerminal(columns);
    const reporter = liveReporter(terminal.screen);
    const runs = [runOf("a-very-long-name-of-a-variant-that-nobody-can-read-seed12345")];
    reporter.start({ name: "x", question: "", runs, facts: "" });
    reporter.runStarted(0);
    terminal.advance(1000);
    reporter.runProgress(0, { epoch: 1, epochs: 100, train: { loss: 0.5, accuracy: 0.9 } });
    assertEquals(terminal.widest() <= columns, true, `${terminal.widest()} in ${columns}`);
  }
});

Deno.test("runs that were taken count as done and say nothing about the time that is left", () => {
  const terminal = createTerminal(80);
  const reporter = liveReporter(terminal.screen);
  const runs = [runOf("he-seed1"), runOf("he-seed2"), runOf("he-seed3")];
  reporter.start({ name: "cat", question: "", runs, facts: "facts" });
  reporter.taken([0, 2]);
  reporter.runStarted(1);
  terminal.advance(10_000);
  reporter.runProgress(1, { epoch: 50, epochs: 100, train: { loss: 0.5 } });
  assertStringIncludes(terminal.lines().join("\n"), "2 of 3 runs done, 10 s left");
});
