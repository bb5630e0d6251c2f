// refused: 64 MiB
export default { name: "x".repeat(2 ** 27) };
