// refused: Cannot read toJSON as a function
export default { toJSON: () => ({ name: "other" }) };
