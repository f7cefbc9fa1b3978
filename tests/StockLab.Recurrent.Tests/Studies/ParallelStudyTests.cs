using System.Collections.Concurrent;

namespace StockLab.Recurrent.Tests;

public sealed class ParallelStudyTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public sealed record Job(string Name, int Seed);

    private static IReadOnlyList<Job> Jobs(int count) => [.. Enumerable.Range(0, count).Select(i => new Job($"job-{i}", i))];

    /// <summary>A small network trained from the task's seed alone.</summary>
    private static double[] Train(Job job, CancellationToken cancel)
    {
        var network = new RecurrentNetwork(RecurrentSpec.Of(Cell.Gru, 1, 5, 1, 1), job.Seed);
        var random = new Random(job.Seed);
        float[] x = [.. Enumerable.Range(0, 24).Select(_ => random.NextSingle())], y = [.. Enumerable.Range(0, 4).Select(_ => random.NextSingle())];
        return [.. Enumerable.Range(0, 10).Select(_ => network.Step(x, y, 4))];
    }

    [Fact]
    public void Results_AreTheSame_WhateverTheNumberOfCores()
    {
        double[][] Run(int cores) => [.. new ParallelStudy<Job, double[]>(Jobs(40), job => job.Name, Train) { Cores = cores }.Run()];
        var one = Run(1);
        Assert.Equal(one, Run(2));
        Assert.Equal(one, Run(7));
        Assert.NotEqual(one[0], one[1]);
    }

    [Fact]
    public void ASecondRun_TakesEveryResultFromDisk()
    {
        var calls = 0;
        ParallelStudy<Job, double[]> Study() => new(Jobs(9), job => job.Name, (job, cancel) =>
        {
            Interlocked.Increment(ref calls);
            return [job.Seed, double.NaN, 0.1];
        })
        { Folder = _folder.Path, Cores = 3 };
        var first = Study().Run();
        Assert.Equal(9, calls);
        Assert.Equal(first, Study().Run());
        Assert.Equal(9, calls);
        Assert.Equal(9, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void ADamagedFile_OrOneOfAnotherTask_IsComputedAgain()
    {
        var study = new ParallelStudy<Job, int>(Jobs(3), job => job.Name, (job, _) => job.Seed * 10) { Folder = _folder.Path };
        study.Run();
        File.WriteAllText(_folder["job-1.json"], "{\"Task\":");
        File.WriteAllText(_folder["job-2.json"], "{\"Task\":{\"Name\":\"job-2\",\"Seed\":99},\"Result\":7}");
        Assert.Equal([0, 10, 20], study.Run());
        File.WriteAllText(_folder["job-0.json"], "{\"Result\":7}");
        Assert.Equal([0, 10, 20], study.Run());
    }

    [Fact]
    public void Cancelling_KeepsWhatIsFinished_AndTheNextRunGoesOn()
    {
        using var cancel = new CancellationTokenSource();
        var computed = new ConcurrentBag<int>();
        ParallelStudy<Job, int> Study(Action<int> after) => new(Jobs(20), job => job.Name, (job, _) =>
        {
            computed.Add(job.Seed);
            after(computed.Count);
            return job.Seed;
        })
        { Folder = _folder.Path, Cores = 2 };
        Assert.Throws<OperationCanceledException>(() => Study(count =>
        {
            if (count == 5)
                cancel.Cancel();
        }).Run(cancel.Token));
        var finished = Directory.GetFiles(_folder.Path, "*.json").Length;
        Assert.InRange(finished, 4, 7);

        computed.Clear();
        Assert.Equal(Enumerable.Range(0, 20), Study(_ => { }).Run());
        Assert.Equal(20 - finished, computed.Count);
    }

    [Fact]
    public void AFailingTask_IsNamed_AndCostsNoOther()
    {
        var study = new ParallelStudy<Job, int>(Jobs(8), job => job.Name, (job, _) => job.Seed is 2 or 5 ? throw new InvalidOperationException("diverged") : job.Seed) { Folder = _folder.Path, Cores = 2 };
        var failure = Assert.Throws<AggregateException>(() => study.Run());
        Assert.Equal(["job-2", "job-5"], failure.InnerExceptions.Select(e => ((StudyTaskException)e).Task));
        Assert.Contains("'job-2' failed: diverged", failure.InnerExceptions[0].Message);
        Assert.Equal(6, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Progress_CountsEveryTaskOnce_AndEstimatesTheRest()
    {
        var seen = new List<StudyProgress>();
        new ParallelStudy<Job, int>(Jobs(12), job => job.Name, (job, _) => job.Seed) { Cores = 4, OnProgress = seen.Add }.Run();
        Assert.Equal(Enumerable.Range(0, 13), seen.Select(p => p.Done));
        Assert.Null(seen[0].Remaining);
        Assert.Equal(TimeSpan.Zero, seen[^1].Remaining);
        Assert.True(seen[1].Remaining > TimeSpan.Zero);
        Assert.Equal("3 of 9 (2 from an earlier run), 0:05 elapsed, about 1:02:03 left", new StudyProgress(3, 9, 2, TimeSpan.FromSeconds(5), new TimeSpan(1, 2, 3)).ToString());
    }

    [Fact]
    public void AnIdleWorker_StealsFromABusyOne()
    {
        // The first worker's first task lasts until all others are done: they can only be done by the second.
        using var others = new CountdownEvent(19);
        var study = new ParallelStudy<Job, int>(Jobs(20), job => job.Name, (job, cancel) =>
        {
            if (job.Seed == 0)
                Assert.True(others.Wait(TimeSpan.FromSeconds(30), cancel), "the tasks of the busy worker were never stolen");
            else
                others.Signal();
            return Environment.CurrentManagedThreadId;
        })
        { Cores = 2 };
        var threads = study.Run();
        Assert.Single(threads.Skip(1).Distinct());
        Assert.NotEqual(threads[0], threads[1]);
    }

    [Fact]
    public void ABrokenObserver_StopsTheStudy()
    {
        var study = new ParallelStudy<Job, int>(Jobs(4), job => job.Name, (job, _) => job.Seed) { OnProgress = progress => { if (progress.Done > 0) throw new InvalidOperationException("no console"); } };
        Assert.Contains("no console", Assert.Throws<InvalidOperationException>(() => study.Run()).Message);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    public void ANameThatIsNoFileName_IsRefused(string name) =>
        Assert.Contains("is no file name", Assert.Throws<ArgumentException>(() => new ParallelStudy<Job, int>(Jobs(1), _ => name, (job, _) => 0)).Message);

    [Fact]
    public void ANameThatOccursTwice_IsRefused() =>
        Assert.Contains("'same' occurs twice", Assert.Throws<ArgumentException>(() => new ParallelStudy<Job, int>(Jobs(2), _ => "same", (job, _) => 0)).Message);
}
