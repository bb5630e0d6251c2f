/** ln2 in two parts; the last 21 bits of the high one are zero, so k · ln2High is exact. */
export const ln2High = 6.93147180369123816490e-1;
export const ln2Low = 1.90821492927058770002e-10;
export const inverseLn2 = 1.44269504088896338700;
