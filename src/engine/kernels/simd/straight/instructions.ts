// The instructions of WebAssembly that straight code is made of: their bytes, and the type they leave.

export type Type = "i32" | "f32" | "f64" | "v128";

export const typeCodes: { readonly [type in Type]: number } = {
  i32: 0x7f,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

export interface Instruction {
  readonly code: readonly number[];
  readonly type: Type;
  /** What follows the code: a place in memory, the number of a lane, or nothing. */
  readonly takes?: "memory" | "lane";
}

/** A scalar instruction, or of 128 bits: those have a prefix, and their number as LEB128. */
function scalar(code: number, type: Type): Instruction {
  return { code: [code], type };
}

function wide(number: number, type: Type = "v128"): Instruction {
  return { code: [0xfd, ...leb(number)], type };
}

/** A whole number from 0 up in LEB128: 7 bits a byte, the lowest first. */
export function leb(value: number): number[] {
  const bytes: number[] = [];
  for (;;) {
    const low = value % 128;
    value = Math.floor(value / 128);
    if (value === 0) return [...bytes, low];
    bytes.push(low + 128);
  }
}

/** A whole number of 32 bits in signed LEB128. */
export function signedLeb(value: number): number[] {
  const bytes: number[] = [];
  for (;;) {
    const low = value & 127;
    value >>= 7;
    if (value === 0 && low < 64 || value === -1 && low >= 64) return [...bytes, low];
    bytes.push(low + 128);
  }
}

function memory(instruction: Instruction): Instruction {
  return { ...instruction, takes: "memory" };
}

function lane(instruction: Instruction): Instruction {
  return { ...instruction, takes: "lane" };
}

export const instructions = {
  "i32.load": memory(scalar(0x28, "i32")),
  "i32.load8_u": memory(scalar(0x2d, "i32")),
  "f32.load": memory(scalar(0x2a, "f32")),
  "i32.eq": scalar(0x46, "i32"),
  "i32.ne": scalar(0x47, "i32"),
  "i32.add": scalar(0x6a, "i32"),
  "i32.mul": scalar(0x6c, "i32"),
  "i32.shl": scalar(0x74, "i32"),
  "f32.convert_i32_s": scalar(0xb2, "f32"),
  "f32.abs": scalar(0x8b, "f32"),
  "f32.sqrt": scalar(0x91, "f32"),
  "f32.add": scalar(0x92, "f32"),
  "f32.sub": scalar(0x93, "f32"),
  "f32.mul": scalar(0x94, "f32"),
  "f32.div": scalar(0x95, "f32"),
  "f32.min": scalar(0x96, "f32"),
  "f32.max": scalar(0x97, "f32"),
  "i32.eqz": scalar(0x45, "i32"),
  "f64.lt": scalar(0x63, "i32"),
  "f64.abs": scalar(0x99, "f64"),
  "f64.add": scalar(0xa0, "f64"),
  "f64.sub": scalar(0xa1, "f64"),
  "f64.mul": scalar(0xa2, "f64"),
  "f64.div": scalar(0xa3, "f64"),
  "f64.promote_f32": scalar(0xbb, "f64"),
  "f64.sqrt": scalar(0x9f, "f64"),
  "f32.demote_f64": scalar(0xb6, "f32"),
  "f32x4.splat": wide(19),
  "f64x2.splat": wide(20),
  "f32x4.extract_lane": lane(wide(31, "f32")),
  "f32x4.replace_lane": lane(wide(32)),
  "f64x2.extract_lane": lane(wide(33, "f64")),
  "i32x4.ne": wide(56),
  "f32x4.gt": wide(68),
  "f32x4.le": wide(69),
  "f64x2.eq": wide(71),
  "f64x2.ne": wide(72),
  "f64x2.lt": wide(73),
  "f64x2.gt": wide(74),
  "f64x2.le": wide(75),
  "f64x2.ge": wide(76),
  "v128.not": wide(77),
  "v128.and": wide(78),
  "v128.andnot": wide(79),
  "v128.or": wide(80),
  "v128.bitselect": wide(82),
  "v128.any_true": wide(83, "i32"),
  "f32x4.demote_f64x2_zero": wide(94),
  "f64x2.promote_low_f32x4": wide(95),
  "f64x2.floor": wide(117),
  "f64x2.nearest": wide(148),
  "i64x2.shl": wide(203),
  "i64x2.shr_u": wide(205),
  "i64x2.add": wide(206),
  "i64x2.sub": wide(209),
  "f32x4.abs": wide(224),
  "f32x4.mul": wide(230),
  "f64x2.abs": wide(236),
  "f64x2.neg": wide(237),
  "f64x2.add": wide(240),
  "f64x2.sub": wide(241),
  "f64x2.mul": wide(242),
  "f64x2.div": wide(243),
  "f64x2.pmin": wide(246),
  "f64x2.pmax": wide(247),
  "f32x4.pmax": wide(235),
} as const satisfies { [name: string]: Instruction };

export type InstructionName = keyof typeof instructions;

/** Instructions that are no part of an expression. */
export const controls = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  branchIf: 0x0d,
  return: 0x0f,
  getLocal: 0x20,
  setLocal: 0x21,
  storeI32: 0x36,
  storeF32: 0x38,
  storeF64: 0x39,
  constI32: 0x41,
  constF32: 0x43,
  constF64: 0x44,
  empty: 0x40,
} as const;

export const loadVector: readonly number[] = [0xfd, 0];
