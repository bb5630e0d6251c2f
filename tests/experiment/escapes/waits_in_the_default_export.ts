// refused: it is not done after
let i = 0;
export default { get name() { while (true) i++; } };
