using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimizers.</summary>
    public static partial class optim
    {
        /// <summary>What changes parameters so that a loss becomes smaller.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            /// <summary>The parameters in groups that share their settings.</summary>
            protected IList<ParamGroup> _parameter_groups = [];

            private protected Optimizer() { }

            /// <summary>Ends an optimizer that nobody disposed of.</summary>
            ~Optimizer() => Dispose(false);

            /// <summary>The groups, for learning-rate schedules.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            /// <summary>Frees the optimizer's own tensors.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the optimizer's own tensors.</summary>
            /// <param name="disposing">False when the garbage collector calls.</param>
            protected virtual void Dispose(bool disposing) { }

            /// <summary>Fills all gradients with zeros.</summary>
            public abstract void zero_grad();

            /// <summary>Adds parameters with settings of their own.</summary>
            public abstract void add_param_group(ParamGroup param_group);

            /// <summary>Changes the parameters by their gradients.</summary>
            /// <param name="closure">Computes the loss and the gradients, or null where that is done.</param>
            /// <returns>The loss that the closure computed, or null.</returns>
            public abstract Tensor? step(Func<Tensor>? closure = null);

            /// <summary>All parameters.</summary>
            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            /// <summary>The settings and the state of an optimizer.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                /// <summary>The settings of each group.</summary>
                public List<OptimizerOptions> Options { get; private set; } = [];

                /// <summary>The state of each parameter.</summary>
                public List<OptimizerState> State { get; private set; } = [];

                /// <summary>Which states belong to which group.</summary>
                public List<List<int>> StateIndexRef { get; private set; } = [];
            }
        }

        /// <summary>What has a learning rate.</summary>
        public interface ILearningRateController
        {
            /// <summary>The learning rate now.</summary>
            double LearningRate { get; set; }

            /// <summary>The learning rate at the start.</summary>
            double InitialLearningRate { get; set; }
        }

        /// <summary>What has a momentum.</summary>
        public interface IMomentum
        {
            /// <summary>The momentum.</summary>
            double Momentum { get; set; }
        }

        /// <summary>What has decay rates of two averages.</summary>
        public interface IBetas
        {
            /// <summary>The decay rates of the mean and of the mean square of the gradients.</summary>
            (double, double) Betas { get; set; }
        }
    }
}
