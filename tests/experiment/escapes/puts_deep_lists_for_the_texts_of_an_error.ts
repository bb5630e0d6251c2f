// refused: its evaluation ended without a result
let deep: unknown = "all is well";
for (let i = 0; i < 4000; i++) deep = [deep];
String.prototype.replace = () => deep as string;
throw new Error("all is well");
