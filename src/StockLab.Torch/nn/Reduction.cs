namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What is made of the losses of the elements.</summary>
        public enum Reduction : long
        {
            /// <summary>Nothing.</summary>
            None = 0,

            /// <summary>Their mean.</summary>
            Mean = 1,

            /// <summary>Their sum.</summary>
            Sum = 2,
        }
    }
}
