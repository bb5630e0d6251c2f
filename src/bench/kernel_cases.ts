/** The kernels in the shapes that training meets: blocks of 64 rows, whole tensors of parameters. */
import {
  activations,
  type Arena,
  blockRows as B,
  type Kernels,
  optimizers,
  resolveMember,
} from "../engine/mod.ts";
import { createStream, fillNormal } from "../random/mod.ts";

/** A kernel on buffers of a size. */
export interface KernelCase {
  name: string;
  /** Floating-point operations; absent where counting them would say nothing. */
  flops?: number;
  /** Bytes of memory that are read or written, each counted once. */
  bytes: number;
  /** Gets buffers and gives the work. */
  prepare(kernels: Kernels, arena: Arena): () => void;
}

type Shape = readonly [I: number, U: number];

const byteShapes: Shape[] = [[12288, 1], [12288, 20], [784, 128], [784, 512]];
const numberShapes: Shape[] = [[512, 512], [128, 10]];
const values = B * 512;
const parameters = 784 * 128;

export const kernelCases: readonly KernelCase[] = [
  ...byteShapes.flatMap((shape) => [
    linearCase(
      "linearForwardBytes",
      shape,
      ({ kernels, z, bytes, w, b }, I, U) =>
        kernels.linearForwardBytes(z, bytes, w, b, 1 / 255, B, I, U, 0),
    ),
    linearCase(
      "weightGradientBytes",
      shape,
      ({ kernels, z, bytes, w }, I, U) =>
        kernels.weightGradientBytes(w, z, bytes, 1 / 255, B, I, U, 0),
    ),
  ]),
  ...numberShapes.flatMap((shape) => [
    linearCase(
      "linearForward",
      shape,
      ({ kernels, z, x, w, b }, I, U) => kernels.linearForward(z, x, w, b, B, I, U, 0),
    ),
    linearCase(
      "weightGradient",
      shape,
      ({ kernels, z, x, w }, I, U) => kernels.weightGradient(w, z, x, B, I, U, 0),
    ),
    linearCase(
      "inputGradient",
      shape,
      ({ kernels, z, x, w }, I, U) => kernels.inputGradient(x, z, w, B, I, U),
    ),
  ]),
  ...(["relu", "sigmoid", "tanh"] as const).flatMap(activationCases),
  ...(["gradient-descent", "momentum", "adam"] as const).map(optimizerCase),
];

interface LinearBuffers {
  kernels: Kernels;
  z: Float32Array;
  x: Float32Array;
  bytes: Uint8Array;
  w: Float32Array;
  b: Float32Array;
}

function linearCase(
  name: string,
  [I, U]: Shape,
  work: (buffers: LinearBuffers, I: number, U: number) => void,
): KernelCase {
  const inputBytes = name.endsWith("Bytes") ? 1 : 4;
  return {
    name: `${name} ${B}×${I}×${U}`,
    flops: 2 * B * I * U,
    bytes: inputBytes * B * I + 4 * I * U + 4 * B * U,
    prepare(kernels, arena) {
      const buffers = {
        kernels,
        z: normals(arena, B * U),
        x: normals(arena, B * I),
        bytes: arena.uint8(B * I),
        w: normals(arena, I * U),
        b: arena.float32(U),
      };
      buffers.bytes.forEach((_, k) => buffers.bytes[k] = k * 97 % 256);
      // Gradients add up: small enough not to overflow, however often.
      if (name.startsWith("weightGradient")) buffers.z.fill(1e-20);
      return () => work(buffers, I, U);
    },
  };
}

function activationCases(type: "relu" | "sigmoid" | "tanh"): KernelCase[] {
  const { name, forward, backward } = activations[type];
  const f = { name, settings: { type }, forward, backward } as Parameters<
    Kernels["activationForward"]
  >[2];
  return [
    {
      name: `${name} ${values}`,
      bytes: 2 * 4 * values,
      prepare(kernels, arena) {
        const [a, z] = [arena.float32(values), normals(arena, values)];
        return () => kernels.activationForward(a, z, f, values);
      },
    },
    {
      name: `${name} derivative ${values}`,
      bytes: 3 * 4 * values,
      prepare(kernels, arena) {
        const [da, z, dz, a] = Array.from({ length: 4 }, () => normals(arena, values));
        return () => kernels.activationBackward(dz!, da!, z!, a!, f, values);
      },
    },
  ];
}

function optimizerCase(type: "gradient-descent" | "momentum" | "adam"): KernelCase {
  const rule = optimizers[type];
  return {
    name: `${type} ${parameters}`,
    bytes: 4 * parameters * (3 + 2 * rule.state.length),
    prepare(kernels, arena) {
      const [w, g] = [normals(arena, parameters), normals(arena, parameters)];
      const state = rule.state.map(() => arena.float32(parameters));
      const numbers = arena.float32(rule.numbers);
      const member = resolveMember(optimizers, type);
      // A step so small that weights stay where they are, however often.
      const context = { learningRate: 1e-12, step: 1 };
      (rule.prepare as (...args: unknown[]) => void)(numbers, context, member);
      return () => kernels.optimizerUpdate(w, state, g, numbers, rule, parameters);
    },
  };
}

function normals(arena: Arena, length: number): Float32Array {
  const out = arena.float32(length);
  fillNormal(out, createStream(1, "generate"), { c0: 0, c1: 0 });
  return out;
}
