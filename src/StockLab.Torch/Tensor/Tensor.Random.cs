using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Zeros and ones; the input holds the probabilities of ones.</summary>
        public Tensor bernoulli(Generator? generator = null) => Ops.bernoulli.Call(this, generator);

        /// <summary>Numbers drawn with the weights of each row.</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Ops.multinomial.Call(this, num_samples, replacement, generator);

        /// <summary>Poisson numbers; the input holds their rates.</summary>
        public Tensor poisson(Generator? generator = null) => Ops.poisson.Call(this, generator);

        /// <summary>Fills the tensor with ones of probability p, and zeros.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Ops.bernoulli__float.InPlace(this, p, generator);

        /// <summary>Fills the tensor with ones of given probabilities, and zeros.</summary>
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Ops.bernoulli__Tensor.InPlace(this, p, generator);

        /// <summary>Binomial numbers; the input holds the counts.</summary>
        public Tensor binomial(Tensor prob, Generator? generator = null) => Ops.binomial.Call(this, prob, generator);

        /// <summary>Fills the tensor with Cauchy numbers.</summary>
        public Tensor cauchy_(double median = 0.0, double sigma = 1.0, Generator? generator = null) => Ops.cauchy_.InPlace(this, median, sigma, generator);

        /// <summary>Fills the tensor with exponential numbers.</summary>
        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) => Ops.exponential_.InPlace(this, lambda, generator);

        /// <summary>Fills the tensor with geometric numbers.</summary>
        public Tensor geometric_(double p, Generator? generator = null) => Ops.geometric_.InPlace(this, p, generator);

        /// <summary>Fills the tensor with normal numbers.</summary>
        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Ops.normal_.InPlace(this, mean, std, generator);

        /// <summary>Fills the tensor with log-normal numbers.</summary>
        public Tensor log_normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Ops.log_normal_.InPlace(this, mean, std, generator);

        /// <summary>Fills the tensor with whole numbers from from to before to.</summary>
        public Tensor random_(double from, double to, Generator? generator = null) => Ops.random__from.InPlace(this, (long)from, (long?)(long)to, generator);

        /// <summary>Fills the tensor with uniform numbers from from to before to.</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null) => Ops.uniform_.InPlace(this, from, to, generator);
    }
}
