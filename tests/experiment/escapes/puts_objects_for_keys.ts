// refused: its evaluation ended without a result
const push = Array.prototype.push;
Array.prototype.push = function () {
  return push.call(this, { toString: 1, valueOf: 1 });
};
export default { name: "small", epochs: () => 1 };
