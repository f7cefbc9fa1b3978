// torch has one random generator a process: tests side by side would take dropout's numbers from one another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
