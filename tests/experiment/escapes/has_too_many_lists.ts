// refused: at most 1000000 lists and objects
export default { name: "small", data: Array.from({ length: 1_000_001 }, () => []) };
