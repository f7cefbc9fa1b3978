using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks.</summary>
    public static partial class nn
    {
        /// <summary>A part of a neural network: its parameters, its buffers, and the parts it consists of.</summary>
        public partial class Module : IDisposable
        {
            /// <summary>The parts by name.</summary>
            protected OrderedDict<string, Module> _internal_submodules = new();

            /// <summary>Tensors that belong to the state without being trained, and whether each one is saved.</summary>
            protected OrderedDict<string, (Tensor, bool)> _internal_buffers = new();

            /// <summary>The parameters of this module itself.</summary>
            protected OrderedDict<string, Parameter> _internal_params = new();

            /// <summary>The module's name.</summary>
            protected string? name;

            private bool _areComponentsRegistered;
            private bool _training = true;
            private bool _disposed;

            /// <summary>A module without parts; call <see cref="RegisterComponents"/> once its fields are filled.</summary>
            protected Module(string name) => this.name = name;

            /// <summary>Ends a module that nobody disposed of; its parameters are freed by themselves.</summary>
            ~Module() => Dispose(false);

            /// <summary>Whether the module is being trained, which matters to dropout and batch normalisation.</summary>
            public virtual bool training => _training;

            /// <summary>Frees the parameters and buffers of the module and of its parts.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Frees the parameters and buffers of the module and of its parts.</summary>
            /// <param name="disposing">False when the garbage collector calls.</param>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed) return;
                _disposed = true;
                foreach (var (buffer, _) in _internal_buffers.Values) buffer.DetachFromDisposeScope().Dispose();
                foreach (var parameter in _internal_params.Values) parameter.DetachFromDisposeScope().Dispose();
                foreach (var (_, module) in named_children().ToList()) module.Dispose();
            }

            /// <summary>Runs an action on all parts, then on the module itself.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, module) in named_children()) module.apply(fn);
                fn(this);
                return this;
            }

            /// <summary>Says whether the module is being trained.</summary>
            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, module) in named_children()) module.train(train);
            }

            /// <summary>Says that the module is being used, not trained.</summary>
            public virtual void eval() => train(false);

            /// <summary>Empties all gradients.</summary>
            /// <param name="set_to_none">Whether they are dropped rather than filled with zeros.</param>
            public virtual unsafe void zero_grad(bool set_to_none = true)
            {
                var all = parameters().ToList<Tensor>();
                fixed (nint* handles = Tensor.Handles(all))
                {
                    var failed = Native.Shim.shim_zero_grad(handles, all.Count, set_to_none ? 1 : 0);
                    GC.KeepAlive(all);
                    Native.Shim.Check(failed);
                }
            }

            /// <summary>The module's name.</summary>
            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            /// <summary>The parts of this module, without their parts.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => _internal_submodules;

            /// <summary>The parts of this module, without their parts.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(child => child.module);

            /// <summary>All parts and their parts, by dotted names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children()) yield return child;
                foreach (var (prefix, child) in named_children())
                {
                    foreach (var (inner, module) in child.named_modules()) yield return ($"{prefix}.{inner}", module);
                }
            }

            /// <summary>All parts and their parts.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(part => part.module);

            /// <summary>The parameters by dotted names, each one once.</summary>
            /// <param name="recurse">Whether those of the parts come with them.</param>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<nint> { 0 };
                foreach (var own in _internal_params)
                {
                    if (seen.Add(own.Item2.handle)) yield return own;
                }
                if (!recurse) yield break;
                foreach (var (prefix, module) in named_children())
                {
                    foreach (var (inner, parameter) in module.named_parameters(true))
                    {
                        if (seen.Add(parameter.handle)) yield return ($"{prefix}.{inner}", parameter);
                    }
                }
            }

            /// <summary>The parameters, each one once.</summary>
            /// <param name="recurse">Whether those of the parts come with them.</param>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(own => own.parameter);

            /// <summary>The buffers by dotted names, each one once.</summary>
            /// <param name="recurse">Whether those of the parts come with them.</param>
            /// <param name="include_nonpersistent">Whether those that are not saved come with them.</param>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<nint> { 0 };
                foreach (var (own, (buffer, persistent)) in _internal_buffers)
                {
                    if ((persistent || include_nonpersistent) && seen.Add(buffer.handle)) yield return (own, buffer);
                }
                if (!recurse) yield break;
                foreach (var (prefix, module) in named_children())
                {
                    foreach (var (inner, buffer) in module.named_buffers(true, include_nonpersistent))
                    {
                        if (seen.Add(buffer.handle)) yield return ($"{prefix}.{inner}", buffer);
                    }
                }
            }

            /// <summary>The buffers, each one once.</summary>
            /// <param name="recurse">Whether those of the parts come with them.</param>
            /// <param name="include_nonpersistent">Whether those that are not saved come with them.</param>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(own => own.buffer);

            /// <summary>Whether there is a buffer of a dotted name.</summary>
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <summary>Whether there is a parameter of a dotted name.</summary>
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            /// <summary>The buffer of a dotted name, or null.</summary>
            public virtual Tensor? get_buffer(string target)
            {
                if (_internal_buffers.TryGetValue(target, out var own)) return own.Item1;
                return Child(target, out var rest)?.get_buffer(rest);
            }

            /// <summary>The parameter of a dotted name, or null.</summary>
            public virtual Parameter? get_parameter(string target)
            {
                if (_internal_params.TryGetValue(target, out var own)) return own;
                return Child(target, out var rest)?.get_parameter(rest);
            }

            private Module? Child(string target, out string rest)
            {
                var dot = target.IndexOf('.');
                rest = target[(dot + 1)..];
                if (dot < 0) return null;
                var first = target[..dot];
                return named_children().FirstOrDefault(child => child.name == first).module;
            }

            /// <summary>Makes a tensor part of the state without training it.</summary>
            /// <param name="name">Its name.</param>
            /// <param name="tensor">Its values.</param>
            /// <param name="persistent">Whether it is saved.</param>
            /// <exception cref="ArgumentNullException">There is no tensor.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.handle == 0) throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                if (_internal_buffers.ContainsKey(name)) throw new InvalidOperationException($"Tensor {name} is already registered.");
                _internal_buffers.Add(name, (tensor, persistent));
            }

            /// <summary>Makes a parameter part of the module.</summary>
            /// <exception cref="ArgumentNullException">There is no parameter.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.handle == 0) throw new ArgumentNullException(nameof(param), "A null tensor cannot be registered as a parameter.");
                if (_internal_params.ContainsKey(name)) throw new InvalidOperationException($"Parameter {name} is already registered.");
                _internal_params.Add(name, param);
            }

            /// <summary>Makes another module part of this one.</summary>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Makes another module part of this one; null takes the part of that name away.</summary>
            /// <exception cref="ArgumentException">The name is empty or has a dot.</exception>
            /// <exception cref="InvalidOperationException">The name is taken.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _internal_submodules.Remove(name);
                    return;
                }
                if (name.Contains('.')) throw new ArgumentException($"module name can't contain \".\", got: {name}");
                if (string.IsNullOrEmpty(name)) throw new ArgumentException("module name can't be empty string \"\"");
                if (_internal_submodules.ContainsKey(name)) throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            /// <summary>Puts, replaces or, with null, removes a parameter.</summary>
            protected void ConditionallyRegisterParameter(string name, Tensor? value) => ConditionallyRegisterParameter(name, value as Parameter);

            /// <summary>Puts, replaces or, with null, removes a parameter.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null) _internal_params.Remove(name);
                else _internal_params[name] = value;
            }

            /// <summary>Puts, replaces or, with null, removes a buffer.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null) _internal_buffers.Remove(name);
                else _internal_buffers[name] = (value, persistent);
            }

            /// <summary>Makes all fields that hold modules, parameters or tensors part of the module, under their names. Call it at the end of the constructor.</summary>
            protected virtual void RegisterComponents()
            {
                if (_areComponentsRegistered) return;
                foreach (var field in Fields(GetType()))
                {
                    var component = field.ComponentName();
                    if (_internal_submodules.ContainsKey(component) || _internal_params.ContainsKey(component) || _internal_buffers.ContainsKey(component)) continue;
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }
                _areComponentsRegistered = true;
            }

            /// <summary>Takes all parts away.</summary>
            protected void ClearModules() => _internal_submodules.clear();

            /// <summary>The device and the type of new parameters where nothing else is said.</summary>
            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());

            private static IEnumerable<FieldInfo> Fields(Type type)
            {
                var seen = new HashSet<string>();
                for (Type? current = type; current is not null && current != typeof(Module) && current != typeof(object); current = current.BaseType)
                {
                    foreach (var field in current.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
                    {
                        if (seen.Add(field.Name)) yield return field;
                    }
                }
            }
        }
    }
}
