/** What `ravine help` prints. */
export const help = `ravine - optimizers on loss surfaces, on the CPU (float64) and the GPU (WebGPU)

ravine trace [FILE|-] [--engine cpu|gpu] [--every N] [--format json|csv]
    Runs the RunSpec in FILE (or an array of them) and prints every N-th step (default 1) and the last of every
    trajectory. A trajectory at rest repeats its position. A number that is not finite is null in JSON and empty
    in CSV. CSV has one row per trajectory and step; its status is that of the step, in JSON that of the end.
    What cannot be run is refused before anything is printed; only a graphics device that fails in the middle leaves
    a result that breaks off, with exit status 2.

ravine evaluate [FILE|-] [--engine cpu|gpu]
    Loss, gradient and Hessian [xx, xy, yy] at points: {"surface": {"id": "beale"}, "points": [[1, 1]]}, or an array.

ravine check [--surfaces a,b|all] [--optimizers a,b|all] [--full] [--json]
    Compares the GPU with the CPU reference by lockstep, within computed rounding bounds. Default: all surfaces and
    optimizers, in a set of runs that covers every surface, optimizer and schedule; --full runs every combination.
    Exit status 1 if anything is inconsistent.

ravine compare [FILE|-] [--engine cpu|gpu] [--target LOSS] [--tune [--rates N] [--starts N] [--decades N]]
               [--format table|markdown|csv|json] [--json]
    Races the teams of a RunSpec to a loss from the same starts: who reaches it, after how many steps, and where all end.
    Default target: the run's own stop.loss, else a thousandth of the way from the lowest loss to the median start's.
    --tune gives every team the same number of learning rates (256 over 6 decades, each from 1000 starts) and reports the best
    rate, the band that serves as well, and the share that reaches the target.

ravine bench [--json|--markdown] [--sections a,b|all] [--repetitions N] [--seconds N]
             [--full] [--optimizers a,b|all] [--surfaces a,b|all] [--trajectories N,N] [--steps-per-dispatch N,N]
    Trajectory-steps per second of each engine on this machine, as ratios to plain JavaScript, in turns of at least
    --seconds (default 0.3), and what landscapes, arithmetic, kernels, start-up and memory cost. Takes some minutes; with
    --full, every optimizer, surface and size with each, much longer. Naming any of them measures just what is named.
    PyTorch takes part where python3, or what RAVINE_PYTHON names, has it.

FILE is '-' or left out for standard input. {} is a valid RunSpec: everything has a default.
Standard output is the result; progress and messages go to standard error.
Exit status: 0 success, 1 a check that failed, 2 no result: bad input, no graphics adapter for what needs one, or
output that cannot be written.
`;
