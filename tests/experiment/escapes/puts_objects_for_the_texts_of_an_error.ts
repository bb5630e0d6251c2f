// refused: its evaluation ended without a result
String.prototype.replace = () => ({ toString: 1, valueOf: 1 }) as unknown as string;
throw new Error("all is well");
