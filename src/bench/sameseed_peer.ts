/** sameseed as a peer of the others. */
import { serve } from "./serve.ts";
import { createTrainer, resetTrainer, trainSteps } from "./train_steps.ts";

await serve((workload, data, options) => {
  const trainer = createTrainer(workload, data, options);
  return {
    reset: () => resetTrainer(trainer, data),
    train: (steps, losses) => trainSteps(trainer, steps, losses),
  };
});
