const lowest = -1074;
const highest = 1023;

/** 2^k at index k + 1074, subnormal powers included. Doubling and halving are exact. */
const powers = new Float64Array(highest - lowest + 1);
powers[-lowest] = 1;
for (let k = 1; k <= highest; k++) powers[k - lowest] = powers[k - 1 - lowest]! * 2;
for (let k = -1; k >= lowest; k--) powers[k - lowest] = powers[k + 1 - lowest]! / 2;

/** 2^k, exact, for integers k in [-1074, 1023]. */
export function powerOfTwo(k: number): number {
  return powers[k - lowest]!;
}
