using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace TorchSharp.Utils;

/// <summary>A dictionary that keeps the order in which its entries came.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)> where TKey : notnull
{
    private readonly List<(TKey Key, TValue Value)> _list = [];
    private readonly Dictionary<TKey, TValue> _dict = [];

    /// <summary>Removes all entries.</summary>
    public void clear() => Clear();

    /// <summary>The entries in their order.</summary>
    public IEnumerator<(TKey, TValue)> items() => _list.GetEnumerator();

    /// <summary>The keys in their order.</summary>
    public IEnumerable<TKey> keys() => _list.Select(entry => entry.Key);

    /// <summary>The values in their order.</summary>
    public IEnumerable<TValue> values() => _list.Select(entry => entry.Value);

    /// <summary>An entry by its place.</summary>
    public (TKey, TValue) this[int index]
    {
        get => _list[index];
        set
        {
            _dict.Remove(_list[index].Key);
            _list[index] = value;
            _dict[value.Item1] = value.Item2;
        }
    }

    /// <summary>Always false: entries may be added.</summary>
    public bool IsReadOnly => false;

    /// <summary>The keys in their order.</summary>
    public ICollection<TKey> Keys => _list.ConvertAll(entry => entry.Key);

    /// <summary>The values in their order.</summary>
    public ICollection<TValue> Values => _list.ConvertAll(entry => entry.Value);

    /// <summary>How many entries there are.</summary>
    public int Count => _list.Count;

    /// <summary>The value of a key; a new key goes to the end.</summary>
    public TValue this[TKey key]
    {
        get => _dict[key];
        set
        {
            if (_dict.ContainsKey(key)) _list[Place(key)] = (key, value);
            else _list.Add((key, value));
            _dict[key] = value;
        }
    }

    /// <summary>Adds an entry at the end.</summary>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add((TKey, TValue) item) => Add(item.Item1, item.Item2);

    /// <summary>Adds an entry at the end.</summary>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add(TKey key, TValue value)
    {
        _dict.Add(key, value);
        _list.Add((key, value));
    }

    /// <summary>Adds an entry at the end.</summary>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    /// <summary>Whether the entry is there.</summary>
    public bool Contains((TKey, TValue) item) => _list.Contains(item);

    /// <summary>Whether the key of the entry is there.</summary>
    public bool Contains(KeyValuePair<TKey, TValue> item) => _dict.ContainsKey(item.Key);

    /// <summary>Whether the key is there.</summary>
    public bool ContainsKey(TKey key) => _dict.ContainsKey(key);

    /// <summary>Copies the entries into an array.</summary>
    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    /// <summary>Copies the entries into an array.</summary>
    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (var (key, value) in _list) array[arrayIndex++] = new(key, value);
    }

    /// <summary>The place of an entry, or -1.</summary>
    public int IndexOf((TKey, TValue) item) => _list.IndexOf(item);

    /// <summary>Puts an entry at a place.</summary>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Insert(int index, (TKey, TValue) item)
    {
        _dict.Add(item.Item1, item.Item2);
        _list.Insert(index, item);
    }

    /// <summary>Removes an entry.</summary>
    public bool Remove((TKey, TValue) item)
    {
        if (!_list.Remove(item)) return false;
        return _dict.Remove(item.Item1);
    }

    /// <summary>Removes the entry of a key.</summary>
    public bool Remove(TKey key)
    {
        if (!_dict.Remove(key)) return false;
        _list.RemoveAt(Place(key));
        return true;
    }

    /// <summary>Removes the entry of a key.</summary>
    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove(item.Key);

    /// <summary>Removes the entry at a place.</summary>
    public void RemoveAt(int index)
    {
        _dict.Remove(_list[index].Key);
        _list.RemoveAt(index);
    }

    /// <summary>The value of a key, if it is there.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _dict.TryGetValue(key, out value);

    /// <summary>Removes all entries.</summary>
    public void Clear()
    {
        _dict.Clear();
        _list.Clear();
    }

    /// <summary>The entries in their order.</summary>
    public IEnumerator<(TKey, TValue)> GetEnumerator() => _list.GetEnumerator();

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
        _list.Select(entry => new KeyValuePair<TKey, TValue>(entry.Key, entry.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Place(TKey key) => _list.FindIndex(entry => entry.Key.Equals(key));
}
