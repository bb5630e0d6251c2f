import type { PreparedData } from "../data/mod.ts";
import {
  type Answers,
  classOf,
  confusionOf,
  countRows,
  isNormalization,
  type Network,
  targetAt,
} from "../engine/mod.ts";
import type { AnswerRecord, Mistake } from "../results/mod.ts";
import type { Scorer } from "./scorer.ts";

/** Beyond, nobody reads a matrix of them; as many as the metric `confusion-matrix` takes. */
const mostClasses = 20;

/** Mistakes that are kept of a run. */
const mostMistakes = 16;

/** Activations of a last layer whose outputs are probabilities of the classes. */
const probabilityActivations: readonly string[] = ["sigmoid", "softmax"];

/**
 * What a network answers, as it is, on the part that tells most about it: test, else validation, else
 * train. Counted in the order of rows; of equally bad mistakes the first are kept.
 */
export function recordAnswers(
  network: Pick<Network, "spec" | "evaluate">,
  data: PreparedData,
  scorer: Pick<Scorer, "answers">,
): AnswerRecord {
  const part = (["test", "validation"] as const).find((name) => data[name]) ?? "train";
  const examples = data[part]!;
  const answers = scorer.answers(network.evaluate(examples).outputs, examples);
  const last = network.spec.layers.at(-1)!;
  const isProbability = !isNormalization(last) &&
    probabilityActivations.includes(last.activation.type);
  return {
    part,
    source: examples.rows ? "train" : part,
    task: answers.task,
    rows: countRows(answers),
    ...countsOf(answers),
    mistakes: mistakesOf(answers, { isProbability }),
  };
}

type Counts = Pick<AnswerRecord, "wrong" | "classesAnswered" | "confusion" | "labels">;

function countsOf(answers: Answers): Counts {
  if (answers.task === "regression") return {};
  if (answers.task === "multi-label") return labelCounts(answers);
  const { K, counts } = confusionOf(answers);
  const confusion = Array.from({ length: K }, (_, c) => [...counts.subarray(c * K, (c + 1) * K)]);
  const right = confusion.reduce((sum, row, c) => sum + row[c]!, 0);
  return {
    wrong: countRows(answers) - right,
    classesAnswered: confusion.filter((_, c) => confusion.some((row) => row[c]! > 0)).length,
    ...(K <= mostClasses ? { confusion } : {}),
  };
}

function labelCounts({ outputs, targets, rows, threshold }: Answers): Counts {
  const { values, columns } = targets;
  const labels = Array.from({ length: columns }, () => [[0, 0], [0, 0]]);
  for (let k = 0; k < countRows({ targets, rows }); k++) {
    const from = targetAt({ targets, rows }, k);
    labels.forEach((counts, c) => {
      const actual = Number(values[from + c]! >= 0.5);
      counts[actual]![Number(outputs[k * columns + c]! >= threshold)]!++;
    });
  }
  const wrong = labels.reduce((sum, [no, yes]) => sum + no![1]! + yes![0]!, 0);
  return { wrong, ...(columns <= mostClasses ? { labels } : {}) };
}

function mistakesOf(answers: Answers, options: { isProbability: boolean }): Mistake[] {
  const worst: { size: number; mistake: Mistake }[] = [];
  const { targets: { columns }, task, rows } = answers;
  const isOfRows = task === "binary" || task === "multi-class";
  const questions = isOfRows ? 1 : columns;
  const judge = task === "regression" ? errorOf : answerOf;
  for (let k = 0; k < countRows(answers); k++) {
    for (let q = 0; q < questions; q++) {
      const found = judge(answers, { k, q, columns: isOfRows ? columns : 1, ...options });
      // What is no number, an output that is none, is no worse and no better than another.
      if (!found || Number.isNaN(found.size)) continue;
      if (worst.length === mostMistakes && !(found.size > worst.at(-1)!.size)) continue;
      const { size, ...answer } = found;
      const mistake = { row: rows?.[k] ?? k, ...(questions > 1 ? { output: q } : {}), ...answer };
      const place = worst.findIndex((other) => size > other.size);
      worst.splice(place === -1 ? worst.length : place, 0, { size, mistake });
      worst.length = Math.min(worst.length, mostMistakes);
    }
  }
  return worst.map(({ mistake }) => mistake);
}

/** The answer to question q of the k-th row, a question being of `columns` columns. */
interface Question {
  k: number;
  q: number;
  columns: number;
  isProbability: boolean;
}

type Judged = Omit<Mistake, "row" | "output"> & { size: number };

function errorOf(answers: Answers, { k, q }: Question): Judged | undefined {
  const { outputs, targets } = answers;
  const actual = targets.values[targetAt(answers, k) + q]!;
  const answered = outputs[k * targets.columns + q]!;
  return actual === answered ? undefined : { size: Math.abs(answered - actual), actual, answered };
}

/** A wrong class, and how much speaks for it: its output, or how far that is from the threshold. */
function answerOf(
  answers: Answers,
  { k, q, columns, isProbability }: Question,
): Judged | undefined {
  const { outputs, targets, threshold } = answers;
  const from = targetAt(answers, k) + q;
  const at = k * targets.columns + q;
  const actual = classOf(targets.values, { from, columns, threshold: 0.5 });
  const answered = classOf(outputs, { from: at, columns, threshold });
  if (actual === answered) return undefined;
  const output = outputs[columns === 1 ? at : at + answered]!;
  const probability = columns === 1 && answered === 0 ? 1 - output : output;
  return isProbability
    ? { size: probability, actual, answered, probability }
    : { size: columns === 1 ? Math.abs(output - threshold) : output, actual, answered };
}
