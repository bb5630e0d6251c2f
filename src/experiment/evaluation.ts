import type { ModuleKind } from "./module_imports.ts";
import type { NotPlain } from "./plain.ts";

/** A module of an experiment, read and checked. */
export interface EvaluationModule {
  /** Its `file:` URL, for places in messages: nothing is read from there. */
  url: string;
  kind: ModuleKind;
  text: string;
  /** Where a specifier stands in the text, with its quotes, and the index of what it names. */
  imports: { start: number; end: number; module: number }[];
}

/** What the evaluating process is told: modules, each after those it imports; the experiment last. */
export interface EvaluationRequest {
  modules: EvaluationModule[];
}

/** What comes over, one JSON object a line; written by a stranger's code for all one knows. */
export type EvaluationMessage =
  | { type: "print"; text: string }
  /** The next line is the experiment itself. */
  | { type: "value" }
  | { type: "tooLong" }
  | { type: "notPlain"; found: NotPlain }
  | { type: "noDefault" }
  | { type: "failed"; failure: Failure };

/** An error that ended the evaluation. */
export interface Failure {
  /** Whether the modules could not be loaded at all, or were running. */
  phase: "load" | "run";
  /** `TypeError`; empty where something else than an error was thrown. */
  name: string;
  message: string;
  stack: string;
}
