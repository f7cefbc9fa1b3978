namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose calls can be watched and changed.</summary>
        /// <typeparam name="TPreHook">What is called before.</typeparam>
        /// <typeparam name="TPostHook">What is called after.</typeparam>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            /// <summary>Hooks that see and may change the inputs, in the order of their registration.</summary>
            protected Dictionary<string, TPreHook> pre_hooks = [];

            /// <summary>Hooks that see and may change the result, in the order of their registration.</summary>
            protected Dictionary<string, TPostHook> post_hooks = [];

            /// <summary>Hooks called before, with the module only.</summary>
            protected Dictionary<string, Action<Module>> module_pre_hooks = [];

            /// <summary>Hooks called after, with the module only.</summary>
            protected Dictionary<string, Action<Module>> module_post_hooks = [];

            private int _hooks;

            /// <summary>A module without parts.</summary>
            protected HookableModule(string name) : base(name) { }

            /// <summary>Whether any hook has to be called.</summary>
            private protected bool Hooked => _hooks > 0;

            /// <summary>Calls a hook after each call of the module, with its inputs and its result; what it returns replaces the result.</summary>
            /// <returns>What removes the hook again.</returns>
            public HookRemover register_forward_hook(TPostHook hook) => Register(post_hooks, hook);

            /// <summary>Calls a hook before each call of the module, with its inputs; what it returns replaces them.</summary>
            /// <returns>What removes the hook again.</returns>
            public HookRemover register_forward_pre_hook(TPreHook hook) => Register(pre_hooks, hook);

            /// <summary>Calls a hook after each call of the module.</summary>
            /// <returns>What removes the hook again.</returns>
            public HookRemover register_forward_hook(Action<Module> hook) => Register(module_post_hooks, hook);

            /// <summary>Calls a hook before each call of the module.</summary>
            /// <returns>What removes the hook again.</returns>
            public HookRemover register_forward_pre_hook(Action<Module> hook) => Register(module_pre_hooks, hook);

            private HookRemover Register<THook>(Dictionary<string, THook> hooks, THook hook)
            {
                var key = Guid.NewGuid().ToString();
                hooks.Add(key, hook);
                _hooks++;
                return new HookRemover(this, key);
            }

            private void Remove(string key)
            {
                if (pre_hooks.Remove(key) || post_hooks.Remove(key) || module_pre_hooks.Remove(key) || module_post_hooks.Remove(key)) _hooks--;
            }

            /// <summary>Removes a hook.</summary>
            public class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> _module;
                private readonly string _key;

                /// <summary>What removes the hook of a key.</summary>
                public HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
                {
                    _module = module;
                    _key = key;
                }

                /// <summary>Removes the hook.</summary>
                public void remove() => _module.Remove(_key);
            }
        }
    }
}
