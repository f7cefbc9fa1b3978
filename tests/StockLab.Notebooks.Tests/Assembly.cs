// Cells write to the process's console and run in its current directory: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
