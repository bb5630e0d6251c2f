import type { NotPlain } from "./plain.ts";

/** What the worker is told: the module to evaluate. */
export interface EvaluationRequest {
  /** `file:` URL of the experiment file. */
  url: string;
}

/** What comes over from the worker; written by a stranger's code for all one knows. */
export type EvaluationMessage =
  | { type: "print"; text: string }
  | { type: "value"; json: string }
  | { type: "notPlain"; found: NotPlain }
  | { type: "noDefault" }
  | { type: "failed"; failure: Failure };

/** An error that ended the evaluation. */
export interface Failure {
  /** Whether the module could not be loaded at all, or was running. */
  phase: "load" | "run";
  /** `TypeError`; empty where something else than an error was thrown. */
  name: string;
  message: string;
  stack: string;
}
