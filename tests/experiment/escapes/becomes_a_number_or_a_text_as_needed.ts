// refused: an object with a symbol as key
export default { name: { [Symbol.toPrimitive]: () => "small" } };
