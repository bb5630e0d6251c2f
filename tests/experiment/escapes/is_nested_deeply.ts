// refused: levels deep
let deep: unknown = 1;
for (let i = 0; i < 1e5; i++) deep = [deep];
export default { name: "small", data: deep };
