// refused: Cannot read then as a function
export default { name: "small", then(done: (x: unknown) => void) { done({}); } };
