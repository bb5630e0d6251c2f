/** Lets many through at once, or one alone. */
export interface Gate {
  /** @returns What opens the gate again; more calls change nothing. */
  enter(options: { alone: boolean }): Promise<() => void>;
}

/** Who waits to be alone goes before those who come later. */
export function createGate(): Gate {
  let inside = 0;
  let isAlone = false;
  const waiting: { alone: boolean; open: () => void }[] = [];
  const next = () => {
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      if (isAlone || first.alone && inside > 0) return;
      waiting.shift();
      inside++;
      isAlone = first.alone;
      first.open();
    }
  };
  return {
    async enter({ alone }) {
      const turn = Promise.withResolvers<void>();
      waiting.push({ alone, open: turn.resolve });
      next();
      await turn.promise;
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        inside--;
        if (alone) isAlone = false;
        next();
      };
    },
  };
}
