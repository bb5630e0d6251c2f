/**
 * The version of every number this program computes. Any change to result bytes raises it: to a
 * function here, to the order of a kernel's operations, to how a draw is addressed. It stands in
 * each manifest, so that results of different versions are never mistaken for a failure to
 * reproduce.
 */
export const numericsVersion = 2;
