#!/bin/sh
# Trains an experiment as a Slurm job array, a shard in each task: slurm.sh SHARDS EXPERIMENT [options].
#
#   job=$(sbatch --parsable --array=1-4 experiments/cluster/slurm.sh 4 experiments/cat.ts)
#   sbatch --dependency=afterok:$job --output=results/slurm-%j.log \
#     --wrap "deno task merge results/cat-shard-*-of-4"
#
# Submit it in the project's folder, on a file system that all nodes see. A task that was requeued, or
# is submitted again alone (--array=3), goes on where it was stopped.
#SBATCH --job-name=sameseed
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
#SBATCH --time=04:00:00
#SBATCH --requeue
# A minute before the time is up: finished runs are kept, begun ones as checkpoints.
#SBATCH --signal=B:TERM@60
#SBATCH --output=results/slurm-%A_%a.log

# How many shards there are is not asked of Slurm: of an array that is submitted in part it has another
# count.
shards=$1
shift
exec deno task run "$@" --resume --shard "$SLURM_ARRAY_TASK_ID/$shards" \
  --workers "$SLURM_CPUS_PER_TASK" --threads 1
