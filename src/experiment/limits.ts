/** Most characters of JSON that an experiment may hold. */
export const maximumJsonLength = 64 * 1024 * 1024;

/** Most lists and objects in an experiment: a million of them take about 100 MB. */
export const maximumContainers = 1_000_000;

/** How long an experiment file may take to load and run, in milliseconds. */
export const timeLimitMs = 10_000;

/** How much memory an experiment file may take, in MiB. */
export const memoryLimitMiB = 512;
