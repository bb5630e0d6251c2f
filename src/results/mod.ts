export { bestOf } from "./best_run.ts";
export { bestEpoch, monitoredLoss } from "./best_epoch.ts";
export {
  type CheckpointOrigin,
  decodeCheckpoint,
  encodeCheckpoint,
  type RunCheckpoint,
} from "./checkpoint_entry.ts";
export type { CheckpointFiles } from "./checkpoint_files.ts";
export { checkWritable } from "./check_writable.ts";
export { type Claim, type ClaimedFolder, claimFolder } from "./claim_folder.ts";
export { compareVariants, type VariantComparison, type VariantComparisons } from "./comparisons.ts";
export type { Interval } from "./bootstrap.ts";
export { type Distribution, distribution } from "./distribution.ts";
export { type Effect, effectOf, moreIsBetter } from "./metric_direction.ts";
export {
  type CompareOptions,
  compareResults,
  type Comparison,
  type ResultComparison,
} from "./compare.ts";
export type { FileComparison, FirstDifference, Unmatched } from "./compare_files.ts";
export type { MetricComparison, MetricsComparison } from "./compare_metrics.ts";
export type { DifferenceVerdict, PairedTest } from "./paired_tests.ts";
export { compareExperiments, type SetupDifference } from "./compare_experiments.ts";
export type { SetupComparison } from "./compare_setup.ts";
export { comparisonMarkdown, comparisonText } from "./compare_text.ts";
export { dataLines } from "./compare_report.ts";
export { comparisonCsv, comparisonJson } from "./compare_data.ts";
export { revisionOf } from "./git_results.ts";
export { gate, type GateOutcome } from "./compare_gate.ts";
export { curvesCsv } from "./curves_csv.ts";
export { curvesSpecification, curvesSvg } from "./curves_svg.ts";
export { denoFiles, type FileFacts, type FileLayer } from "./file_layer.ts";
export { type FolderLock, lockFolder, type LockHolder } from "./folder_lock.ts";
export { formatMetric, formatNumber, formatShare, formatSpread } from "./format.ts";
export { type Found, type Journal, journalLimit, type Kept, openJournal } from "./journal.ts";
export { type Manifest, manifestJson, manifestVersion } from "./manifest.ts";
export { type ModelFile, modelFile } from "./models.ts";
export { bestRun, type ModelChoice, readModel } from "./find_model.ts";
export { parseModel, type StoredModel } from "./read_model.ts";
export { type PartedRun, type Verification, verifyRecord } from "./verify_record.ts";
export type { ModelDifference } from "./verify_models.ts";
export { readRecord, type ResultsRecord } from "./read_record.ts";
export { parseManifest, readResults, type StoredResults } from "./read_results.ts";
export { runsCsv } from "./runs_csv.ts";
export { type DrawPicture, startRenderer } from "./renderer.ts";
export { type EncodedTensors, encodeSafetensors } from "./safetensors.ts";
export { type DecodedTensors, decodeSafetensors } from "./safetensors_decode.ts";
export { differingValue, settingsOf, settingText } from "./settings_text.ts";
export { signFlipP } from "./sign_flip.ts";
export { mean, sampleDeviation, type Spread, spread } from "./statistics.ts";
export { summaryMarkdown } from "./summary.ts";
export { bestEpochs } from "./summary_results.ts";
export type {
  AnswerRecord,
  Boundary,
  Confusion,
  CurvePoint,
  DataRecord,
  LayerMoment,
  LayerStatistics,
  Mistake,
  PartName,
  PartScores,
  RunResult,
  Scores,
  Shard,
  SweepResult,
  Tensor,
  WeightsRecord,
} from "./types.ts";
export { partNames } from "./types.ts";
export {
  groupVariants,
  type RankedVariant,
  type Ranking,
  rankingColumn,
  rankVariants,
  type Variant,
  variantDistribution,
  variantSpread,
} from "./variants.ts";
export { comparisonSentences, metricWords, verdict } from "./verdict.ts";
export {
  readShard,
  readShardData,
  readShardRun,
  type ShardManifest,
  type ShardRecord,
  type ShardRun,
} from "./read_shard.ts";
export { resultsStand } from "./results_stand.ts";
export { decodeRun } from "./decode_run.ts";
export { encodeRun, type FinishedRun, type KeyedRunEntry } from "./run_entry.ts";
export { type HeldRuns, holdRuns } from "./held_runs.ts";
export { exactJson, parseExactJson } from "./sealed.ts";
export {
  createTraceRecorder,
  findParting,
  type Parting,
  type TraceRecorder,
  type TraceText,
  traceText,
  type WeightTrace,
} from "./weight_trace.ts";
export { type WriteOptions, writePartialResults, writeResults } from "./write_results.ts";
export { csvText } from "./csv_text.ts";
export { isShown, metricAt, type MetricColumn, metricColumns } from "./metric_columns.ts";
export { rungEpochs, rungSizes, survivors } from "./rungs.ts";
export { sha256Hex } from "./sha256.ts";
export { markdownTable } from "./markdown.ts";
export { plainText } from "./plain_text.ts";
export { inks, variantColors } from "./picture_style.ts";
export { writeReport, type WrittenReport } from "./report/write_report.ts";
