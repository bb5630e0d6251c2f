/** Most bytes of a job: the largest network that an experiment may have needs a tenth of it. */
export const largestJob = 0x10_0000;

/** Most bytes of a data set that goes through the queue. */
export const largestData = 256 * 0x10_0000;

/** Most bytes of a result or a checkpoint: what Redis allows a value. */
export const largestResult = 512 * 0x10_0000;

/** How often a run that kills its worker, or fails, is tried. */
export const tries = 3;

/** Most characters of what comes from elsewhere and is shown. */
export const longestText = 300;
