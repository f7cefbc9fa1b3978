"""xoshiro256** seeded by SplitMix64, written from the authors' C code: the first numbers of a seed."""
import json
import sys

MASK = (1 << 64) - 1


def rotl(x, k):
    return ((x << k) | (x >> (64 - k))) & MASK


def stream(seed, number, count):
    state = (seed + number * 0xD1342543DE82EF95) & MASK
    s = []
    for _ in range(4):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        s.append(z ^ (z >> 31))
    for _ in range(count):
        yield (rotl((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 45)


ask = json.load(sys.stdin)
print(json.dumps([str(bits) for bits in stream(ask["Seed"], ask["Stream"], ask["Count"])]))
