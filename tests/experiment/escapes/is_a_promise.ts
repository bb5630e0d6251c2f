// refused: an experiment is plain data
export default Promise.resolve({ name: "small" });
