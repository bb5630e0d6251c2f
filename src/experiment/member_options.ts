// Made from the families by tests/experiment/_member_options.ts: change those.

/**
 * a = z: no activation, for regression and for hinge-like losses.
 *
 * Source: the identity.
 */
export interface LinearActivation {
  /** Its name. */
  type: "linear";
}

/**
 * a = 1 / (1 + e⁻ᶻ), between 0 and 1.
 *
 * Source: Rumelhart, Hinton, Williams, Nature 323, 1986, eq. 2.
 */
export interface SigmoidActivation {
  /** Its name. */
  type: "sigmoid";
}

/**
 * a = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ), between −1 and 1.
 *
 * Source: LeCun, Bottou, Orr, Müller, Efficient BackProp, 1998, section 4.4, without its scaling.
 */
export interface TanhActivation {
  /** Its name. */
  type: "tanh";
}

/**
 * a = max(0, z).
 *
 * Source: Nair, Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, ICML 2010.
 */
export interface ReluActivation {
  /** Its name. */
  type: "relu";
}

/**
 * a = z for z > 0, slope·z otherwise.
 *
 * Source: Maas, Hannun, Ng, Rectifier Nonlinearities …, ICML 2013, eq. 2.
 */
export interface LeakyReluActivation {
  /** Its name. */
  type: "leaky-relu";
  /** Derivative for z < 0; at least 0 and at most 1; default 0.01. */
  slope?: number;
}

/**
 * a = z for z > 0, alpha·(eᶻ − 1) otherwise.
 *
 * Source: Clevert, Unterthiner, Hochreiter, … Exponential Linear Units, ICLR 2016, eq. 15.
 */
export interface EluActivation {
  /** Its name. */
  type: "elu";
  /** −alpha is the limit for z → −∞; at least 0; default 1. */
  alpha?: number;
}

/**
 * a = λz for z > 0, λα(eᶻ − 1) otherwise, with λ = 1.0507…, α = 1.6733….
 *
 * Source: Klambauer, Unterthiner, Mayr, Hochreiter, Self-Normalizing …, NIPS 2017, eq. 2, 14.
 */
export interface SeluActivation {
  /** Its name. */
  type: "selu";
}

/**
 * a = z·Φ(z) = z/2·(1 + erf(z/√2)), or z/2·(1 + tanh(√(2/π)·(z + 0.044715·z³))).
 *
 * Source: Hendrycks, Gimpel, Gaussian Error Linear Units, 2016, section 2.
 */
export interface GeluActivation {
  /** Its name. */
  type: "gelu";
  /** none: by the error function; tanh: by the paper's formula with tanh; default "none". */
  approximation?: "none" | "tanh";
}

/**
 * a = z·sigmoid(z).
 *
 * Source: Elfwing, Uchibe, Doya, Sigmoid-Weighted Linear Units …, Neural Networks 107, 2018, eq. 7.
 */
export interface SiluActivation {
  /** Its name. */
  type: "silu";
}

/**
 * a = ln(1 + eᶻ).
 *
 * Source: Dugas, Bengio, Bélisle, Nadeau, Garcia, Incorporating Second-Order … , NIPS 2000, eq. 5.
 */
export interface SoftplusActivation {
  /** Its name. */
  type: "softplus";
}

/**
 * aᵤ = eᶻᵘ / Σᵥ eᶻᵛ over the units of the last layer.
 *
 * Source: Bridle, Probabilistic Interpretation of Feedforward … Outputs, 1990, eq. 2.
 */
export interface SoftmaxActivation {
  /** Its name. */
  type: "softmax";
}

/** An activation in an experiment: its name, or an object with its name as `type`. */
export type ActivationOptions =
  | "linear"
  | "sigmoid"
  | "tanh"
  | "relu"
  | "leaky-relu"
  | "elu"
  | "selu"
  | "gelu"
  | "silu"
  | "softplus"
  | "softmax"
  | LinearActivation
  | SigmoidActivation
  | TanhActivation
  | ReluActivation
  | LeakyReluActivation
  | EluActivation
  | SeluActivation
  | GeluActivation
  | SiluActivation
  | SoftplusActivation
  | SoftmaxActivation;

/**
 * w = 0.
 *
 * Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.4: breaking symmetry.
 */
export interface ZerosInitializer {
  /** Its name. */
  type: "zeros";
}

/**
 * w = 1.
 *
 * Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.4: breaking symmetry.
 */
export interface OnesInitializer {
  /** Its name. */
  type: "ones";
}

/**
 * w = value.
 *
 * Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.4, on biases.
 */
export interface ConstantInitializer {
  /** Its name. */
  type: "constant";
  /** The number, rounded to float32; default 0. */
  value?: number;
}

/**
 * w ~ N(0, scale²) or U(−scale, scale).
 *
 * Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.4.
 */
export interface RandomInitializer {
  /** Its name. */
  type: "random";
  /** Standard deviation of the normal distribution, bound of the uniform one; at least 0; default 0.01. */
  scale?: number;
  /** normal: N(0, scale²); uniform: U(−scale, scale); default "normal". */
  distribution?: "normal" | "uniform";
}

/**
 * variance 2 / fanIn: w ~ N(0, 2/fanIn) or U(±√(6/fanIn)).
 *
 * Source: He, Zhang, Ren, Sun, Delving Deep into Rectifiers, ICCV 2015, eq. 10.
 */
export interface HeInitializer {
  /** Its name. */
  type: "he";
  /** Shape of the distribution; both have the same variance; default "normal". */
  distribution?: "normal" | "uniform";
}

/**
 * variance 2 / (fanIn + fanOut): w ~ N(0, 2/(fanIn+fanOut)) or U(±√(6/(fanIn+fanOut))).
 *
 * Source: Glorot, Bengio, Understanding the Difficulty of Training …, AISTATS 2010, eq. 12, 16.
 */
export interface XavierInitializer {
  /** Its name. */
  type: "xavier";
  /** Shape of the distribution; both have the same variance; default "normal". */
  distribution?: "normal" | "uniform";
}

/**
 * variance 1 / fanIn: w ~ N(0, 1/fanIn) or U(±√(3/fanIn)).
 *
 * Source: LeCun, Bottou, Orr, Müller, Efficient BackProp, 1998, eq. 16.
 */
export interface LecunInitializer {
  /** Its name. */
  type: "lecun";
  /** Shape of the distribution; both have the same variance; default "normal". */
  distribution?: "normal" | "uniform";
}

/**
 * w·wᵀ = gain²·1, or wᵀ·w = gain²·1 where units outnumber inputs.
 *
 * Source: Saxe, McClelland, Ganguli, Exact Solutions to … Deep Linear Networks, ICLR 2014; Mezzadri, How to Generate Random Matrices …, Notices of the AMS 54, 2007.
 */
export interface OrthogonalInitializer {
  /** Its name. */
  type: "orthogonal";
  /** What the orthonormal rows or columns are multiplied by; √2 is common before ReLU; above 0; default 1. */
  gain?: number;
}

/**
 * values stored in a .safetensors file, rounded to float32.
 *
 * Source: https://huggingface.co/docs/safetensors, Format.
 */
export interface FileInitializer {
  /** Its name. */
  type: "file";
  /** A .safetensors file with float32 or float64 tensors. */
  path: string;
}

/** An initialisation in an experiment: its name, or an object with its name as `type`. */
export type InitializerOptions =
  | "zeros"
  | "ones"
  | "constant"
  | "random"
  | "he"
  | "xavier"
  | "lecun"
  | "orthogonal"
  | ZerosInitializer
  | OnesInitializer
  | ConstantInitializer
  | RandomInitializer
  | HeInitializer
  | XavierInitializer
  | LecunInitializer
  | OrthogonalInitializer
  | FileInitializer;

/**
 * mean of −y·ln a − (1 − y)·ln(1 − a) with a = sigmoid(z), computed from z.
 *
 * Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.2.2.2.
 */
export interface BinaryCrossEntropyLoss {
  /** Its name. */
  type: "binary-cross-entropy";
  /** ε: targets become y·(1 − ε) + ε/2; at least 0 and below 1; default 0. */
  labelSmoothing?: number;
  /** What the loss of rows with target 1 is multiplied by; above 0; default 1. */
  positiveWeight?: number;
}

/**
 * mean of (a − y)² over rows and outputs, without ½.
 *
 * Source: Legendre 1805; Goodfellow, Bengio, Courville, Deep Learning, 2016, eq. 5.4.
 */
export interface SquaredErrorLoss {
  /** Its name. */
  type: "squared-error";
}

/**
 * mean of |a − y| over rows and outputs.
 *
 * Source: Bishop, Pattern Recognition and Machine Learning, 2006, eq. 1.91 with q = 1.
 */
export interface AbsoluteErrorLoss {
  /** Its name. */
  type: "absolute-error";
}

/**
 * mean of (a − y)²/2 where |a − y| ≤ δ, of δ·(|a − y| − δ/2) elsewhere.
 *
 * Source: Huber, Robust Estimation of a Location Parameter, Ann. Math. Stat. 35, 1964, section 2.
 */
export interface HuberLoss {
  /** Its name. */
  type: "huber";
  /** δ: errors beyond it count linearly; above 0; default 1. */
  delta?: number;
}

/**
 * mean of max(0, 1 − t·a) with t = 2y − 1, over rows and outputs.
 *
 * Source: Cortes, Vapnik, Support-Vector Networks, Machine Learning 20, 1995, eq. 9, 10.
 */
export interface HingeLoss {
  /** Its name. */
  type: "hinge";
}

/**
 * mean over rows of −Σᵤ yᵤ·ln aᵤ with a = softmax(z), computed from z.
 *
 * Source: Bishop, Pattern Recognition and Machine Learning, 2006, eq. 4.108, 4.109; Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, section 7.
 */
export interface CategoricalCrossEntropyLoss {
  /** Its name. */
  type: "categorical-cross-entropy";
  /** ε: targets become y·(1 − ε) + ε/K; at least 0 and below 1; default 0. */
  labelSmoothing?: number;
  /** What the loss of each class is multiplied by, a number per class; none: 1 for all; at least 0; default []. */
  classWeights?: readonly number[];
}

/** A loss in an experiment: its name, or an object with its name as `type`. */
export type LossOptions =
  | "binary-cross-entropy"
  | "squared-error"
  | "absolute-error"
  | "huber"
  | "hinge"
  | "categorical-cross-entropy"
  | BinaryCrossEntropyLoss
  | SquaredErrorLoss
  | AbsoluteErrorLoss
  | HuberLoss
  | HingeLoss
  | CategoricalCrossEntropyLoss;

/**
 * right answers / all answers, 0 to 1.
 *
 * Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, section 5.1.2.
 */
export interface AccuracyMetric {
  /** Its name. */
  type: "accuracy";
}

/**
 * true positives / (true positives + false positives), 0 to 1.
 *
 * Source: van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7; the averages as in scikit-learn.
 */
export interface PrecisionMetric {
  /** Its name. */
  type: "precision";
}

/**
 * true positives / (true positives + false negatives), 0 to 1.
 *
 * Source: van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7; the averages as in scikit-learn.
 */
export interface RecallMetric {
  /** Its name. */
  type: "recall";
}

/**
 * 2·true positives / (2·true positives + false positives + false negatives), 0 to 1.
 *
 * Source: van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7; the averages as in scikit-learn.
 */
export interface F1Metric {
  /** Its name. */
  type: "f1";
}

/**
 * area under the ROC curve = P(yes > no) + P(yes = no)/2, 0 to 1; 0.5 is chance.
 *
 * Source: Hanley, McNeil, The Meaning and Use of the Area under a ROC Curve, Radiology 143, 1982.
 */
export interface RocAucMetric {
  /** Its name. */
  type: "roc-auc";
}

/**
 * rows whose class is among the k largest outputs / all rows, 0 to 1.
 *
 * Source: Russakovsky et al., ImageNet Large Scale Visual Recognition Challenge, 2015, section 4.1.
 */
export interface TopKMetric {
  /** Its name. */
  type: "top-k";
  /** How many answers a row has; a whole number; at least 1; default 5. */
  k?: number;
}

/**
 * number of rows of each class that were given each class.
 *
 * Source: Kohavi, Provost, Glossary of Terms, Machine Learning 30, 1998.
 */
export interface ConfusionMatrixMetric {
  /** Its name. */
  type: "confusion-matrix";
}

/**
 * mean of |a − y| over rows and columns.
 *
 * Source: Willmott, Matsuura, Advantages of the Mean Absolute Error, Climate Research 30, 2005.
 */
export interface MeanAbsoluteErrorMetric {
  /** Its name. */
  type: "mean-absolute-error";
}

/**
 * R² = 1 − Σ(a − y)² / Σ(y − ȳ)².
 *
 * Source: Draper, Smith, Applied Regression Analysis, 3rd edition, 1998, section 1.3.
 */
export interface R2Metric {
  /** Its name. */
  type: "r2";
}

/** A metric in an experiment: its name, or an object with its name as `type`. */
export type MetricOptions =
  | "accuracy"
  | "precision"
  | "recall"
  | "f1"
  | "roc-auc"
  | "top-k"
  | "confusion-matrix"
  | "mean-absolute-error"
  | "r2"
  | AccuracyMetric
  | PrecisionMetric
  | RecallMetric
  | F1Metric
  | RocAucMetric
  | TopKMetric
  | ConfusionMatrixMetric
  | MeanAbsoluteErrorMetric
  | R2Metric;

/**
 * w ← w − η·g.
 *
 * Source: Cauchy 1847; Robbins, Monro, Ann. Math. Stat. 22, 1951, for mini-batches.
 */
export interface GradientDescentOptimizer {
  /** Its name. */
  type: "gradient-descent";
  /** η, the step size; above 0; default 0.01. */
  learningRate?: number;
}

/**
 * v ← β·v + g, w ← w − η·v, v starts at 0; Nesterov: w ← w − η·(g + β·v).
 *
 * Source: Polyak, USSR Comp. Math. 4(5), 1964; Sutskever et al., ICML 2013, eq. 1 to 4.
 */
export interface MomentumOptimizer {
  /** Its name. */
  type: "momentum";
  /** η, the step size; above 0; default 0.01. */
  learningRate?: number;
  /** β, what is kept of the velocity; at least 0 and below 1; default 0.9. */
  beta?: number;
  /** Whether to look ahead along the velocity; default false. */
  nesterov?: boolean;
  /** Whether the velocity is a mean: (1 − β)·g; default false. */
  averaged?: boolean;
}

/**
 * s ← s + g², w ← w − η·g / (√(s₀ + s) + ε), s starts at 0.
 *
 * Source: Duchi, Hazan, Singer, JMLR 12, 2011, section 1.1.
 */
export interface AdagradOptimizer {
  /** Its name. */
  type: "adagrad";
  /** η, the step size; above 0; default 0.01. */
  learningRate?: number;
  /** ε, added outside the root; above 0; default 1e-10. */
  epsilon?: number;
  /** s₀, where the sum starts; at least 0; default 0. */
  initialSquare?: number;
}

/**
 * s ← ρs + (1−ρ)g², δ = √(d + ε) / √(s + ε) · g, d ← ρd + (1−ρ)δ², w ← w − η·δ.
 *
 * Source: Zeiler, arXiv:1212.5701, 2012, algorithm 1.
 */
export interface AdadeltaOptimizer {
  /** Its name. */
  type: "adadelta";
  /** η, a factor on each step; above 0; default 1. */
  learningRate?: number;
  /** ρ, decay of both means; at least 0 and below 1; default 0.9. */
  rho?: number;
  /** ε, added inside the roots; above 0; default 0.000001. */
  epsilon?: number;
}

/**
 * s ← βs + (1−β)g², w ← w − η·g / (√s + ε), s starts at 0.
 *
 * Source: Tieleman, Hinton, Coursera lecture 6.5, 2012; centered: Graves, arXiv:1308.0850, eq. 38.
 */
export interface RmspropOptimizer {
  /** Its name. */
  type: "rmsprop";
  /** η, the step size; above 0; default 0.01. */
  learningRate?: number;
  /** β, decay of the square; at least 0 and below 1; default 0.99. */
  beta?: number;
  /** ε, added outside the root; above 0; default 1e-8. */
  epsilon?: number;
  /** μ, kept of the velocity; at least 0 and below 1; default 0. */
  momentum?: number;
  /** Whether to take the mean's square off; default false. */
  centered?: boolean;
}

/**
 * m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η·m̂ / (√v̂ + ε), m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ).
 *
 * Source: Kingma, Ba, Adam, ICLR 2015, algorithm 1.
 */
export interface AdamOptimizer {
  /** Its name. */
  type: "adam";
  /** η, the step size; above 0; default 0.001. */
  learningRate?: number;
  /** β₁, decay of the mean; at least 0 and below 1; default 0.9. */
  beta1?: number;
  /** β₂, decay of the square; at least 0 and below 1; default 0.999. */
  beta2?: number;
  /** ε, added outside the root; above 0; default 1e-8. */
  epsilon?: number;
  /** Whether v̂ never falls: AMSGrad; default false. */
  amsgrad?: boolean;
}

/**
 * w ← w − η·λ·w, then Adam's step.
 *
 * Source: Loshchilov, Hutter, Decoupled Weight Decay Regularization, ICLR 2019, algorithm 2.
 */
export interface AdamwOptimizer {
  /** Its name. */
  type: "adamw";
  /** η, the step size; above 0; default 0.001. */
  learningRate?: number;
  /** β₁, decay of the mean; at least 0 and below 1; default 0.9. */
  beta1?: number;
  /** β₂, decay of the square; at least 0 and below 1; default 0.999. */
  beta2?: number;
  /** ε, added outside the root; above 0; default 1e-8. */
  epsilon?: number;
  /** λ, decoupled decay; at least 0; default 0.01. */
  weightDecay?: number;
}

/**
 * m ← β₁m + (1−β₁)g, u ← max(β₂u, |g| + ε), w ← w − η/(1−β₁ᵗ)·m/u.
 *
 * Source: Kingma, Ba, Adam, ICLR 2015, algorithm 2.
 */
export interface AdamaxOptimizer {
  /** Its name. */
  type: "adamax";
  /** η, the step size; above 0; default 0.002. */
  learningRate?: number;
  /** β₁, decay of the mean; at least 0 and below 1; default 0.9. */
  beta1?: number;
  /** β₂, decay of the maximum; at least 0 and below 1; default 0.999. */
  beta2?: number;
  /** ε, added to |g|; above 0; default 1e-8. */
  epsilon?: number;
}

/**
 * m, v as Adam; μₜ = β₁(1 − ½·0.96^(tψ)), m̂ = μₜ₊₁m/(1−∏ᵗ⁺¹μ) + (1−μₜ)g/(1−∏ᵗμ), w ← w − η·m̂ / (√v̂ + ε).
 *
 * Source: Dozat, Incorporating Nesterov Momentum into Adam, ICLR workshop 2016, algorithm 8.
 */
export interface NadamOptimizer {
  /** Its name. */
  type: "nadam";
  /** η, the step size; above 0; default 0.002. */
  learningRate?: number;
  /** β₁, decay of the mean; at least 0 and below 1; default 0.9. */
  beta1?: number;
  /** β₂, decay of the square; at least 0 and below 1; default 0.999. */
  beta2?: number;
  /** ε, added outside the root; above 0; default 1e-8. */
  epsilon?: number;
  /** ψ, how μ nears β₁; at least 0; default 0.004. */
  momentumDecay?: number;
}

/**
 * w ← w − η·λ·w − η·sign(β₁m + (1−β₁)g), m ← β₂m + (1−β₂)g, m starts at 0.
 *
 * Source: Chen et al., Symbolic Discovery of Optimization Algorithms, NeurIPS 2023, algorithm 2.
 */
export interface LionOptimizer {
  /** Its name. */
  type: "lion";
  /** η, the step size; above 0; default 0.0001. */
  learningRate?: number;
  /** β₁, m's part in the step; at least 0 and below 1; default 0.9. */
  beta1?: number;
  /** β₂, decay of the mean; at least 0 and below 1; default 0.99. */
  beta2?: number;
  /** λ, decoupled decay; at least 0; default 0. */
  weightDecay?: number;
}

/** An optimizer in an experiment: its name, or an object with its name as `type`. */
export type OptimizerOptions =
  | "gradient-descent"
  | "momentum"
  | "adagrad"
  | "adadelta"
  | "rmsprop"
  | "adam"
  | "adamw"
  | "adamax"
  | "nadam"
  | "lion"
  | GradientDescentOptimizer
  | MomentumOptimizer
  | AdagradOptimizer
  | AdadeltaOptimizer
  | RmspropOptimizer
  | AdamOptimizer
  | AdamwOptimizer
  | AdamaxOptimizer
  | NadamOptimizer
  | LionOptimizer;

/**
 * η = η₀.
 *
 * Source: Robbins, Monro, Ann. Math. Stat. 22, 1951, who let it fall.
 */
export interface ConstantSchedule {
  /** Its name. */
  type: "constant";
}

/**
 * η = η₀·factor^⌊t / every⌋.
 *
 * Source: He, Zhang, Ren, Sun, Deep Residual Learning, CVPR 2016, section 3.4.
 */
export interface StepSchedule {
  /** Its name. */
  type: "step";
  /** How long a rate is kept; a whole number; at least 1; default 10. */
  every?: number;
  /** What it is multiplied by then; above 0 and at most 1; default 0.5. */
  factor?: number;
  /** What t counts: epochs, or steps (updates); default "epoch". */
  per?: "epoch" | "step";
}

/**
 * η = η₀·factor^(t / every).
 *
 * Source: Senior, Heigold, Ranzato, Yang, ICASSP 2013, section 3.2.
 */
export interface ExponentialSchedule {
  /** Its name. */
  type: "exponential";
  /** What is left after `every`; above 0 and at most 1; default 0.95. */
  factor?: number;
  /** In how much time it is; a whole number; at least 1; default 1. */
  every?: number;
  /** What t counts: epochs, or steps (updates); default "epoch". */
  per?: "epoch" | "step";
}

/**
 * η = η₀ / (1 + k·⌊t / every⌋).
 *
 * Source: Robbins, Monro, Ann. Math. Stat. 22, 1951; Darken, Moody, NIPS 1990.
 */
export interface InverseTimeSchedule {
  /** Its name. */
  type: "inverse-time";
  /** k; at least 0; default 0.01. */
  decay?: number;
  /** Length of a stair; a whole number; at least 1; default 1. */
  every?: number;
  /** What t counts: epochs, or steps (updates); default "epoch". */
  per?: "epoch" | "step";
}

/**
 * η = (η₀ − minimum)·(1 − t/L)^p + minimum for t < L, then the minimum.
 *
 * Source: Chen et al., DeepLab, IEEE TPAMI 40(4), 2018, section 4.1.
 */
export interface PolynomialSchedule {
  /** Its name. */
  type: "polynomial";
  /** p, 1 for a straight line; above 0; default 1. */
  power?: number;
  /** The lowest rate, at most the optimizer's learningRate; at least 0; default 0. */
  minimum?: number;
  /** L, 0 for the whole run; a whole number; at least 0; default 0. */
  length?: number;
  /** What t counts: epochs, or steps (updates); default "epoch". */
  per?: "epoch" | "step";
}

/**
 * η = η₀·(t + 1)/(W + 1) for t < W; then η = min + ½(η₀ − min)(1 + cos(π·s/P)), s from 0 to P, again and again.
 *
 * Source: Loshchilov, Hutter, SGDR, ICLR 2017, eq. 5; warm-up: Goyal et al., arXiv:1706.02677, 2.2.
 */
export interface CosineSchedule {
  /** Its name. */
  type: "cosine";
  /** The lowest rate, at most the optimizer's learningRate; at least 0; default 0. */
  minimum?: number;
  /** W, length of the warm-up; a whole number; at least 0; default 0. */
  warmup?: number;
  /** P, length of the first cycle; 0 for one cycle until the end of the run; a whole number; at least 0; default 0. */
  period?: number;
  /** How many times as long as the last one each further cycle is; a whole number; at least 1; default 1. */
  multiplier?: number;
  /** What t counts: epochs, or steps (updates); default "epoch". */
  per?: "epoch" | "step";
}

/**
 * a half cosine from η₀/startDivisor to η₀ at t = rise·T − 1, and another down to η₀/(startDivisor·endDivisor) at t = T − 1.
 *
 * Source: Smith, Topin, Super-Convergence, arXiv:1708.07120; the cosines are fastai's.
 */
export interface OneCycleSchedule {
  /** Its name. */
  type: "one-cycle";
  /** Share of the run before the peak; above 0 and below 1; default 0.3. */
  rise?: number;
  /** The first rate is η₀ over this; at least 1; default 25. */
  startDivisor?: number;
  /** The last is the first over this; at least 1; default 10000. */
  endDivisor?: number;
  /** What t counts: epochs, or steps (updates); default "step". */
  per?: "epoch" | "step";
}

/**
 * η = max(minimum, η₀·factorᶜ) after c cuts, one whenever the loss has stopped falling.
 *
 * Source: PyTorch and Keras, ReduceLROnPlateau; Krizhevsky et al., NIPS 2012, section 5, by hand.
 */
export interface ReduceOnPlateauSchedule {
  /** Its name. */
  type: "reduce-on-plateau";
  /** Whose loss it listens to; default "validation". */
  part?: "validation" | "train";
  /** What η is multiplied by; above 0 and below 1; default 0.1. */
  factor?: number;
  /** Epochs in a row without improvement that are let pass; a whole number; at least 0; default 10. */
  patience?: number;
  /** What counts as improvement; at least 0; default 0.0001. */
  threshold?: number;
  /** Improvement is loss < best·(1 − threshold), or loss < best − threshold; default "relative". */
  thresholdMode?: "relative" | "absolute";
  /** Epochs after a cut that don't count as without improvement; a whole number; at least 0; default 0. */
  cooldown?: number;
  /** The lowest rate, at most the optimizer's learningRate; at least 0; default 0. */
  minimum?: number;
}

/** A schedule of the learning rate in an experiment: its name, or an object with its name as `type`. */
export type ScheduleOptions =
  | "constant"
  | "step"
  | "exponential"
  | "inverse-time"
  | "polynomial"
  | "cosine"
  | "one-cycle"
  | "reduce-on-plateau"
  | ConstantSchedule
  | StepSchedule
  | ExponentialSchedule
  | InverseTimeSchedule
  | PolynomialSchedule
  | CosineSchedule
  | OneCycleSchedule
  | ReduceOnPlateauSchedule;
