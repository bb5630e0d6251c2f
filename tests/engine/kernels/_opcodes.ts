/**
 * The instructions of a WebAssembly module's functions, as far as SIMD kernels need them; anything
 * else throws, so that nothing is skipped unseen.
 */
export function opcodesOf(module: Uint8Array): string[] {
  const reader = new Reader(module, 8); // behind magic number and version
  const found: string[] = [];
  while (!reader.done) {
    const section = reader.byte();
    const end = reader.integer() + reader.at;
    if (section === 10) {
      for (let functions = reader.integer(); functions > 0; functions--) readBody(reader, found);
    }
    reader.at = end;
  }
  return found;
}

class Reader {
  constructor(readonly bytes: Uint8Array, public at: number) {}

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new RangeError("The module ends within a function");
    return value;
  }

  /** LEB128; the sign does not matter here. */
  integer(): number {
    let value = 0;
    for (let factor = 1;; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  skip(integers: number): void {
    for (let k = 0; k < integers; k++) this.integer();
  }
}

function readBody(reader: Reader, found: string[]): void {
  const end = reader.integer() + reader.at;
  for (let groups = reader.integer(); groups > 0; groups--) {
    reader.integer();
    reader.byte();
  }
  while (reader.at < end) found.push(readInstruction(reader));
}

/** The name of an instruction's opcode: `20`, `fd 228`. */
function readInstruction(reader: Reader): string {
  const opcode = reader.byte();
  if (opcode === 0xfc || opcode === 0xfd || opcode === 0xfe) {
    const second = reader.integer();
    if (opcode === 0xfc) skipBulk(reader, second);
    else if (opcode === 0xfd) skipSimd(reader, second);
    else reader.skip(second === 3 ? 1 : 2); // fence; everything else: alignment, offset
    return `${opcode.toString(16)} ${second}`;
  }
  skipOperands(reader, opcode);
  return opcode.toString(16);
}

function skipOperands(reader: Reader, opcode: number): void {
  if (opcode >= 0x28 && opcode <= 0x3e) reader.skip(2); // loads and stores: alignment, offset
  else if (opcode >= 0x02 && opcode <= 0x04) reader.skip(1); // block, loop, if
  else if (opcode === 0x0c || opcode === 0x0d || opcode === 0x10) reader.skip(1); // br, br_if, call
  else if (opcode === 0x0e) reader.skip(reader.integer() + 1); // br_table
  else if (opcode >= 0x20 && opcode <= 0x24) reader.skip(1); // locals and globals
  else if (opcode === 0x41 || opcode === 0x42) reader.skip(1); // i32.const, i64.const
  else if (opcode === 0x43) reader.at += 4;
  else if (opcode === 0x44) reader.at += 8;
  else if (opcode >= 0x45 && opcode <= 0xc4) return; // arithmetic
  else if (![0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b].includes(opcode)) {
    throw new RangeError(`Unknown instruction ${opcode}`);
  }
}

function skipBulk(reader: Reader, second: number): void {
  if (second === 10) reader.at += 2; // memory.copy
  else if (second === 11) reader.at += 1; // memory.fill
  else if (second > 7) throw new RangeError(`Unknown bulk instruction ${second}`);
}

function skipSimd(reader: Reader, second: number): void {
  if (second <= 11 || second === 92 || second === 93) reader.skip(2); // loads and stores
  else if (second === 12 || second === 13) reader.at += 16; // v128.const, i8x16.shuffle
  else if (second >= 21 && second <= 34) reader.at += 1; // lanes
  else if (second >= 84 && second <= 91) {
    reader.skip(2);
    reader.at += 1; // loads and stores of a lane
  }
}
