// refused: Cannot
const lies = { getPrototypeOf: () => Array.prototype, ownKeys: () => ["name"] };
export default new Proxy({ name: "small" }, lies);
