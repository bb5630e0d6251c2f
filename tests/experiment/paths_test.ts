import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { getPath, setPath } from "../../src/experiment/paths.ts";

const settings = {
  architecture: [{ units: 3 }, { units: 1, activation: "sigmoid" }],
  init: "random",
  optimizer: { type: "adam", learningRate: 0.1 },
  epochs: 5,
};

function message(path: string): string {
  return assertThrows(() => setPath(settings, path, 1), ExperimentError).message;
}

Deno.test("a path reads through objects, lists and short forms", () => {
  assertEquals(getPath(settings, "optimizer.learningRate"), 0.1);
  assertEquals(getPath(settings, "architecture.1.units"), 1);
  assertEquals(getPath(settings, "architecture.1.activation.type"), "sigmoid");
  assertEquals(getPath(settings, "init.type"), "random");
  assertEquals(getPath(settings, "init.scale"), undefined);
  assertEquals(getPath(settings, "epochs.of.nothing"), undefined);
  assertEquals(getPath(settings, "constructor.name"), undefined);
});

Deno.test("a path sets one value and shares the rest", () => {
  const changed = setPath(settings, "architecture.1.units", 7);
  assertEquals(changed.architecture, [{ units: 3 }, { units: 7, activation: "sigmoid" }]);
  assertStrictEquals(changed.optimizer, settings.optimizer);
  assertStrictEquals((changed.architecture as unknown[])[0], settings.architecture[0]);
  assertEquals(settings.architecture[1]!.units, 1);
});

Deno.test("a path goes through a member's name, and through a member that is left out", () => {
  assertEquals(setPath(settings, "init.scale", 2).init, { type: "random", scale: 2 });
  assertEquals(setPath({}, "init.distribution", "uniform").init, {
    type: "he",
    distribution: "uniform",
  });
  assertEquals(setPath({}, "regularization.l2", 2), { regularization: { l2: 2 } });
});

Deno.test("another type drops the options of the old one, the same type keeps them", () => {
  assertEquals(setPath(settings, "optimizer.type", "momentum").optimizer, { type: "momentum" });
  assertEquals(setPath(settings, "optimizer.type", "adam").optimizer, settings.optimizer);
});

Deno.test("null takes a key away", () => {
  assertEquals("epochs" in setPath(settings, "epochs", null), false);
  assertEquals(setPath(settings, "optimizer.learningRate", null).optimizer, { type: "adam" });
});

Deno.test("a path that leads nowhere is refused with what is there", () => {
  assertEquals(message("epochs.x"), "Cannot set epochs.x: epochs is 5 and has no keys");
  assertEquals(
    message("architecture.2.units"),
    "Cannot set architecture.2.units: architecture has entries 0 to 1",
  );
  assertEquals(
    message("architecture.units"),
    "Cannot set architecture.units: architecture has entries 0 to 1",
  );
  assertEquals(message("a..b"), 'Cannot read "a..b" as the path of a setting');
});
