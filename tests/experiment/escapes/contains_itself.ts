// refused: a part of itself
const a: Record<string, unknown> = { name: "small" };
a.data = a;
export default a;
