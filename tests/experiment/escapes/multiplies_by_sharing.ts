// refused: Cannot load
let laughs: unknown = "ha";
for (let i = 0; i < 40; i++) laughs = [laughs, laughs];
export default { name: "small", data: laughs };
