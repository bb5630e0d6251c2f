import { normalizeDefault, splitDefaults } from "../data/mod.ts";
import { metrics } from "../engine/metrics/mod.ts";
import { resolveMember } from "../engine/members.ts";
import type { DenseSpec } from "../engine/mod.ts";
import { isNormalization, normalizations } from "../engine/normalizations/mod.ts";
import { type RegularizerName, regularizers } from "../engine/regularizers/mod.ts";
import { resolveEarlyStopping } from "./early_stopping.ts";
import { defaultMembers, families, type MemberKey } from "./families.ts";
import type {
  BatchNormLayer,
  DenseLayer,
  LayerNormLayer,
  Member,
  ResolvedData,
  ResolvedLayer,
  ResolvedSettings,
  Settings,
} from "./types.ts";

/** Epochs of a run that does not say. */
export const defaultEpochs = 100;

/** About how many rows of curves.csv a run gets that does not say how many. */
const defaultRecords = 200;

const noRegularization = Object.fromEntries(
  Object.values(regularizers).map(({ name, option }) => [name, option.default]),
) as Record<RegularizerName, number>;

/**
 * Settings with every default filled in and every name in its long form. They must have passed the
 * schema.
 *
 * @example
 * ```ts
 * import { resolveSettings } from "./resolve.ts";
 *
 * const { loss, init, recordEvery } = resolveSettings({
 *   data: { type: "generated", shape: "xor" },
 *   architecture: [{ units: 1, activation: "sigmoid" }],
 *   epochs: 1000,
 * });
 * loss.type; // "binary-cross-entropy"
 * init; // { type: "he", distribution: "normal" }
 * recordEvery; // 5
 * ```
 */
export function resolveSettings(settings: Settings): ResolvedSettings {
  const init = resolve("init", settings.init ?? defaultMembers.init);
  const biasInit = resolve("biasInit", settings.biasInit ?? biasesBeside(init));
  const regularization = { ...noRegularization, ...settings.regularization };
  const last = settings.architecture.length - 1;
  const architecture = settings.architecture.map((layer, index) =>
    isNormalization(layer) ? resolveNormalization(layer) : {
      ...resolveLayer(layer, { init, biasInit: settings.biasInit }),
      dropout: index === last ? 0 : layer.dropout ?? regularization.dropout,
    }
  );
  const epochs = settings.epochs ?? defaultEpochs;
  return {
    data: resolveData(settings.data),
    architecture,
    init,
    biasInit,
    loss: resolve("loss", settings.loss ?? defaultLoss(architecture[last]!)),
    regularization,
    optimizer: resolve("optimizer", settings.optimizer ?? defaultMembers.optimizer),
    schedule: resolve("schedule", settings.schedule ?? defaultMembers.schedule),
    epochs,
    earlyStopping: resolveEarlyStopping(settings.earlyStopping),
    batchSize: settings.batchSize ?? "full",
    shuffle: settings.shuffle ?? true,
    recordEvery: settings.recordEvery ?? defaultRecordEvery(epochs),
    ...resolveMetrics(settings.metrics ?? []),
  };
}

/** In the order of their columns, which is not the experiment's: to ask in another order is the same. */
function resolveMetrics(written: NonNullable<Settings["metrics"]>): { metrics?: Member[] } {
  const names = Object.keys(metrics);
  const members = written.map((one) => resolveMember(metrics, one));
  const size = ({ k }: Member) => typeof k === "number" ? k : 0;
  members.sort((a, b) => names.indexOf(a.type) - names.indexOf(b.type) || size(a) - size(b));
  return members.length === 0 ? {} : { metrics: members };
}

/** Every how many epochs a curve gets a row, by default: at most about 200 rows a run. */
export function defaultRecordEvery(epochs: number): number {
  return Math.ceil(epochs / defaultRecords);
}

/** Runs of one data set share one object, which may hold many rows. */
const resolvedData = new WeakMap<object, ResolvedData>();

function resolveData(data: Settings["data"]): ResolvedData {
  const resolved = resolvedData.get(data) ?? {
    ...data,
    split: { ...splitDefaults, ...data.split },
    normalize: data.normalize ?? normalizeDefault,
  };
  resolvedData.set(data, resolved);
  return resolved;
}

/** Dropout of all hidden layers is that of their units, which a normalisation has none of. */
function resolveNormalization(
  { activation, dropout = 0, ...layer }: BatchNormLayer | LayerNormLayer,
): ResolvedLayer {
  return {
    ...resolveMember(normalizations, { ...layer }),
    activation: resolve("activation", activation ?? defaultMembers.activation),
    dropout,
  } as ResolvedLayer;
}

function resolveLayer(
  layer: DenseLayer,
  { init, biasInit }: { init: Member; biasInit: Settings["biasInit"] },
): Omit<DenseSpec, "dropout"> {
  const ownInit = layer.init === undefined ? init : resolve("init", layer.init);
  return {
    units: layer.units,
    activation: resolve("activation", layer.activation ?? defaultMembers.activation),
    init: ownInit,
    biasInit: resolve("biasInit", layer.biasInit ?? biasInit ?? biasesBeside(ownInit)),
  };
}

/** How biases start where nothing is said: with the weights where these come from a file. */
function biasesBeside(init: Member): string | Member {
  return init.type === "file" ? init : defaultMembers.biasInit;
}

/** Outputs of sigmoid and softmax are probabilities, and their loss the cross-entropy. */
function defaultLoss({ activation: { type } }: Pick<ResolvedLayer, "activation">): string {
  if (type === "softmax") return "categorical-cross-entropy";
  return type === "sigmoid" ? "binary-cross-entropy" : "squared-error";
}

function resolve(key: MemberKey, written: string | { type: string }): Member {
  return resolveMember(families[key], written);
}
