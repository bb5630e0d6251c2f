// minimal for the merge
export const operations: readonly { name: string; arguments: string; sums?: boolean }[] = [
  { name: "linearForward", arguments: "iiiiiiii" },
];
