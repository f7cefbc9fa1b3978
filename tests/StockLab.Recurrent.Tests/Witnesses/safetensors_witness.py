"""An independent reader and writer of the safetensors format, standard library only.

Format: https://huggingface.co/docs/safetensors (8 bytes of little-endian header length, JSON header, data).
    write PATH          writes a file with every element type the tests read
    read PATH           prints what a file holds as JSON
"""
import json, struct, sys

CODES = {"F64": "d", "F32": "f", "F16": "e", "I64": "q", "I32": "i", "U8": "B", "BOOL": "?"}


def write(path):
    values = {
        "double": ("F64", [2], struct.pack("<2d", 0.1, -1e300)),
        "single": ("F32", [2, 3], struct.pack("<6f", *[i / 7 for i in range(6)])),
        "half": ("F16", [3], struct.pack("<3e", 1.5, -0.1, 65504)),
        "brain": ("BF16", [2], b"".join(struct.pack("<f", v)[2:] for v in (1.0, -3.140625))),
        "long": ("I64", [1, 2], struct.pack("<2q", 2**62, -5)),
        "int": ("I32", [2], struct.pack("<2i", -(2**31), 7)),
        "byte": ("U8", [4], bytes([0, 1, 128, 255])),
        "flag": ("BOOL", [2], bytes([1, 0])),
        "scalar": ("F32", [], struct.pack("<f", 42)),
        "empty": ("F32", [0, 5], b""),
        "mit Umlaut \u00e4 \U0001f600 \"": ("U8", [1], b"\x07"),
    }
    header, data = {"__metadata__": {"format": "pt", "note": "a\nb"}}, b""
    for name, (dtype, shape, raw) in values.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def read(path):
    raw = open(path, "rb").read()
    size = struct.unpack("<Q", raw[:8])[0]
    header, data = json.loads(raw[8:8 + size]), raw[8 + size:]
    tensors, ends = {}, []
    for name, info in header.items():
        if name == "__metadata__":
            continue
        begin, end = info["data_offsets"]
        ends.append((begin, end))
        code = CODES[info["dtype"]]
        assert (8 + size + begin) % struct.calcsize(code) == 0, name + " is not aligned"
        count = (end - begin) // struct.calcsize(code)
        tensors[name] = {"dtype": info["dtype"], "shape": info["shape"], "values": list(struct.unpack(f"<{count}{code}", data[begin:end]))}
    print(json.dumps({"metadata": header.get("__metadata__", {}), "tensors": tensors, "complete": max(e for _, e in ends) == len(data)}))


{"write": write, "read": read}[sys.argv[1]](sys.argv[2])
