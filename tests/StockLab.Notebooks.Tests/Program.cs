using StockLab.Notebooks;

// A kernel when a client of the tests asks for one, the tests otherwise.
if (args is ["kernel", var connectionFile])
    return await JupyterKernel.RunProcessAsync(connectionFile);
return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
