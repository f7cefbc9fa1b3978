namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What turns 1 input into a result.</summary>
        public interface IModule<T, TResult>
        {
            /// <summary>Runs the module, with its hooks.</summary>
            TResult call(T input1);
        }

        /// <summary>What turns 2 inputs into a result.</summary>
        public interface IModule<T1, T2, TResult>
        {
            /// <summary>Runs the module, with its hooks.</summary>
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>What turns 3 inputs into a result.</summary>
        public interface IModule<T1, T2, T3, TResult>
        {
            /// <summary>Runs the module, with its hooks.</summary>
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>What turns 4 inputs into a result.</summary>
        public interface IModule<T1, T2, T3, T4, TResult>
        {
            /// <summary>Runs the module, with its hooks.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4);
        }

        /// <summary>What turns 5 inputs into a result.</summary>
        public interface IModule<T1, T2, T3, T4, T5, TResult>
        {
            /// <summary>Runs the module, with its hooks.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);
        }

        /// <summary>What turns 6 inputs into a result.</summary>
        public interface IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            /// <summary>Runs the module, with its hooks.</summary>
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);
        }
    }
}
