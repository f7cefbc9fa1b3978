"""Checks a kernel through Debian's jupyter_client, which is none of ours. Prints one JSON object: check -> "ok" or what went wrong.

usage: kernel_client.py COMMAND...      the command that starts the kernel; the connection file is appended
"""
import datetime
import hashlib
import hmac
import json
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager
import zmq
import zmq.utils.monitor

COMMAND = sys.argv[1:]
TIMEOUT = 180
STDERR = tempfile.NamedTemporaryFile("w+", suffix=".txt")


def start(transport="tcp"):
    manager = KernelManager(kernel_name="ours", transport=transport)
    manager._kernel_spec = KernelSpec(
        argv=COMMAND + ["{connection_file}"], display_name="ours", language="C#", interrupt_mode="message")
    manager.start_kernel(stderr=STDERR)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=TIMEOUT)
    return manager, client


def run(client, code, timeout=TIMEOUT, after=None, then=None, **options):
    """Executes a cell: its reply and its outputs as (type, content). Half a second after the first message of type `after` it calls `then`."""
    message = client.execute(code, **options)
    outputs = []
    while True:
        answer = client.get_iopub_msg(timeout=timeout)
        if answer["parent_header"].get("msg_id") != message:
            continue
        kind, content = answer["msg_type"], answer["content"]
        if kind == after:
            threading.Timer(0.5, then).start()
        if kind == "status" and content["execution_state"] == "idle":
            break
        if kind not in ("status", "execute_input"):
            outputs.append((kind, content))
    while True:
        reply = client.get_shell_msg(timeout=timeout)
        if reply["parent_header"].get("msg_id") == message:
            return reply["content"], outputs


def ask(client, message):
    while True:
        reply = client.get_shell_msg(timeout=TIMEOUT)
        if reply["parent_header"].get("msg_id") == message:
            return reply["content"]


def resident(manager):
    """The memory of the kernel's process, in MB."""
    with open("/proc/%d/status" % manager.provisioner.process.pid) as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def text(outputs, name="stdout"):
    return "".join(c["text"] for k, c in outputs if k == "stream" and c["name"] == name)


def check_kernel_info(manager, client):
    info = ask(client, client.kernel_info())
    assert info["status"] == "ok" and info["protocol_version"] == "5.4", info
    assert info["language_info"]["name"] == "C#" and info["language_info"]["file_extension"] == ".cs"


def check_result_and_state(manager, client):
    reply, outputs = run(client, "var x = 20; x + 1")
    assert reply["status"] == "ok"
    kind, content = outputs[0]
    assert kind == "execute_result" and content["data"]["text/plain"] == "21", outputs
    assert content["execution_count"] == reply["execution_count"]
    assert run(client, "x++; x")[1][0][1]["data"]["text/plain"] == "21"


def check_streams(manager, client):
    _, outputs = run(client, 'Console.Write("out"); Console.Error.Write("err"); Console.Write("put");')
    assert text(outputs) == "output" and text(outputs, "stderr") == "err", outputs


def check_display_and_update(manager, client):
    _, outputs = run(client, 'var shown = display("one"); shown.Update("two");')
    assert [kind for kind, _ in outputs] == ["display_data", "update_display_data"], outputs
    assert outputs[0][1]["transient"]["display_id"] == outputs[1][1]["transient"]["display_id"]
    assert outputs[1][1]["data"]["text/plain"] == "two"


def check_output_after_the_end(manager, client):
    ended = tempfile.mktemp()
    message = client.execute('Console.WriteLine("now"); var late = Task.Run(async () => { while (!System.IO.File.Exists("%s")) await Task.Delay(10); Console.WriteLine("later"); display("at last"); });' % ended)
    shown = []
    while "at last" not in shown:
        answer = client.get_iopub_msg(timeout=TIMEOUT)
        assert answer["msg_type"] in ("status", "execute_input", "stream", "display_data"), answer
        if answer["parent_header"].get("msg_id") == message:
            shown.append(answer["content"].get("text") or answer["content"].get("data", {}).get("text/plain") or answer["content"].get("execution_state"))
            if shown[-1] == "idle":
                open(ended, "w").close()
    os.remove(ended)
    assert ask(client, message)["status"] == "ok"
    assert [s for s in shown if s] == ["busy", "now\n", "idle", "later\n", "at last"], shown


def check_a_value_that_holds_itself(manager, client):
    reply, outputs = run(client, 'class Node { public string Name { get; set; } = "loop"; public Node Next { get; set; } }\nvar node = new Node(); node.Next = node; node')
    assert reply["status"] == "ok" and "loop" in outputs[0][1]["data"]["text/plain"], (reply, outputs)
    # A record's own text is endless then; it is an error that can be read, and no end of the kernel.
    reply, _ = run(client, 'record Ring(string Name) { public Ring Next { get; set; } }\nvar ring = new Ring("loop"); ring.Next = ring; ring')
    assert reply["ename"] == "InsufficientExecutionStackException" and len(reply["traceback"]) < 50, (reply["ename"], len(reply["traceback"]))
    assert run(client, "ring.Name")[1][0][1]["data"]["text/plain"] == "loop"


def check_warnings_are_no_output(manager, client):
    code = "int Answer()\n{ int unused; return 42; }\nAnswer()"
    reply, outputs = run(client, code)
    assert reply["status"] == "ok" and [kind for kind, _ in outputs] == ["execute_result"], outputs
    message = client.execute(code)
    reply = client.get_shell_msg(timeout=TIMEOUT)
    assert reply["parent_header"]["msg_id"] == message
    warning, = reply["metadata"]["diagnostics"]
    assert (warning["id"], warning["severity"], warning["line"], warning["column"]) == ("CS0168", "warning", 2, 7), warning


def check_runtime_error(manager, client):
    reply, outputs = run(client, "int Half(int n)\n{\n    return 10 / n;\n}\nHalf(0)")
    assert reply["status"] == "error" and reply["ename"] == "DivideByZeroException", reply
    kind, content = outputs[-1]
    assert kind == "error" and "line 3" in "\n".join(content["traceback"]), content


def check_compilation_error(manager, client):
    reply, _ = run(client, "var a = 1;\nmissing();")
    assert reply["status"] == "error" and "(2,1)" in reply["evalue"] and "CS0103" in reply["evalue"], reply


def check_silent_and_store_history(manager, client):
    before = run(client, "1")[0]["execution_count"]
    reply, outputs = run(client, "Console.Write(1); 2", silent=True)
    assert reply["status"] == "ok" and not outputs, (reply, outputs)
    reply, outputs = run(client, "3", store_history=False)
    assert outputs[0][0] == "execute_result"
    assert run(client, "1")[0]["execution_count"] == before + 1


def check_user_expressions(manager, client):
    reply, _ = run(client, "var u = 5;", user_expressions={"good": "u * 2", "bad": "nothing"})
    assert reply["user_expressions"]["good"]["data"]["text/plain"] == "10", reply
    assert reply["user_expressions"]["bad"]["status"] == "error", reply
    run(client, "class Broken { public override string ToString() => throw new Exception(\"no text\"); }\nint Forever() { while (true) { } }")
    reply, outputs = run(client, "1", after="execute_result", then=manager.interrupt_kernel, user_expressions={"broken": "new Broken().ToString()", "endless": "Forever()"})
    assert reply["status"] == "ok" and outputs[0][0] == "execute_result", (reply, outputs)
    assert [reply["user_expressions"][name]["status"] for name in ("broken", "endless")] == ["error", "error"], reply


def check_stop_on_error(manager, client):
    first = client.execute('await Task.Delay(500); throw new Exception("stop");')
    second = client.execute("1")
    third = client.kernel_info()
    answers = {}
    while len(answers) < 3:
        reply = client.get_shell_msg(timeout=TIMEOUT)
        answers[reply["parent_header"]["msg_id"]] = reply["content"]
    assert answers[first]["status"] == "error" and answers[second]["status"] == "aborted" and answers[third]["status"] == "ok", answers
    first = client.execute('throw new Exception("go on");', stop_on_error=False)
    second = client.execute("1")
    assert ask(client, second)["status"] == "ok"


def check_what_is_on_its_way_when_a_cell_fails(manager, client):
    def send(code, date):
        message = client.session.msg("execute_request", {"code": code})
        message["header"]["date"] = date
        client.shell_channel.send(message)
        return ask(client, message["header"]["msg_id"])["status"]

    moment = datetime.timedelta(milliseconds=1)
    took = 1
    while took > 0.9:  # what comes a second later was not on its way
        now = datetime.datetime.now(datetime.timezone.utc)
        assert send('await Task.Delay(100); throw new Exception("stop");', now) == "error"
        failed = time.time()
        answers = [send("1", now + 50 * moment), send("2", now + 1000000 * moment), send("3", now + 99 * moment)]
        took = time.time() - failed
    assert answers == ["aborted", "ok", "aborted"]
    time.sleep(1)
    assert send("4", now + 50 * moment) == "ok"


def check_complete(manager, client):
    run(client, "var prices = new List<double>(); class Market { public int Size { get; set; } public static int Count; }")

    def complete(code, position=None):
        return ask(client, client.complete(code, position))

    answer = complete("prices.Ad")
    assert answer["matches"][:2] == ["Add", "AddRange"] and (answer["cursor_start"], answer["cursor_end"]) == (7, 9), answer
    assert "Select" in complete("prices.")["matches"]
    assert "prices" in complete("pri")["matches"]
    assert complete("Market.")["matches"].count("Count") == 1 and "Size" not in complete("Market.")["matches"]
    assert complete("new Market { S")["matches"] == ["Size"]
    assert "Text" in complete("using System.T")["matches"]
    assert "foreach" in complete("fore")["matches"]
    assert "Length" in complete("Console.ReadLine()?.Le")["matches"]
    assert complete('"pri')["matches"] == [] and complete("// pri")["matches"] == []
    # Positions count characters, not UTF-16 units.
    answer = complete('var s = "\U0001f600"; prices.Ad')
    assert answer["cursor_start"] == 20 and answer["cursor_end"] == 22, answer
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "Somewhere"))
        for name in ("Some.dll", "Some.txt"):
            open(os.path.join(folder, name), "w").close()
        # Relative to where the kernel runs, which is where we run.
        assert complete('#r "%s/So' % os.path.relpath(folder))["matches"] == ["Somewhere/", "Some.dll"]
    begun = time.time()
    complete("prices.")
    assert time.time() - begun < 5


def check_inspect(manager, client):
    run(client, "/// <summary>Doubles a number.</summary>\n/// <param name=\"n\">The number.</param>\nint Twice(int n) => 2 * n;")
    answer = ask(client, client.inspect("Twice(1)", 2))
    assert answer["found"] and "int Twice(int n)" in answer["data"]["text/plain"], answer
    answer = ask(client, client.inspect("Console.WriteLine", 12))
    assert "void Console.WriteLine" in answer["data"]["text/plain"], answer
    assert not ask(client, client.inspect("nothing_of_that_name", 3))["found"]
    assert not ask(client, client.inspect("", 0))["found"]


def check_inspect_documentation(manager, client):
    answer = ask(client, client.inspect('display("x")', 3))
    assert "Shows a value below the cell" in answer["data"]["text/plain"], answer
    run(client, "/// <summary>Doubles a number.</summary>\nint Thrice(int n) => 3 * n;")
    assert "Doubles a number" in ask(client, client.inspect("Thrice", 2))["data"]["text/markdown"]


def check_is_complete(manager, client):
    assert ask(client, client.is_complete("1 + 1"))["status"] == "complete"
    answer = ask(client, client.is_complete("for (;;) {"))
    assert answer["status"] == "incomplete" and answer["indent"] == "    ", answer
    assert ask(client, client.is_complete("int x = ;"))["status"] == "invalid"


def check_history(manager, client):
    run(client, "var h = 11;")
    count = run(client, "h")[0]["execution_count"]
    tail = ask(client, client.history(hist_access_type="tail", n=2, output=False))["history"]
    assert [entry[2] for entry in tail] == ["var h = 11;", "h"], tail
    found = ask(client, client.history(hist_access_type="search", pattern="var h*", output=True))["history"]
    assert found[-1][2][0] == "var h = 11;", found
    ranged = ask(client, client.history(hist_access_type="range", start=count, stop=count + 1, output=True))["history"]
    assert ranged[0][2] == ["h", "11"], ranged


    for code in ('"one"', '"other"', '"one"', '"one"'):
        run(client, code)
    # The newest of equal ones, in the order of their lines, and as many as were asked for.
    unique = ask(client, client.history(hist_access_type="search", pattern='"o*"', unique=True, n=2))["history"]
    assert [entry[2] for entry in unique] == ['"other"', '"one"'], unique
    assert ask(client, client.history(hist_access_type="range", session=-1, start=0, stop=count))["history"] == []
    assert ask(client, client.history(hist_access_type="range", session=1, start=count, stop=count + 1))["history"]


def check_comm(manager, client):
    assert ask(client, client.comm_info())["comms"] == {}
    message = client.session.msg("comm_open", {"comm_id": "c1", "target_name": "widgets", "data": {}})
    client.shell_channel.send(message)
    while True:
        answer = client.get_iopub_msg(timeout=TIMEOUT)
        if answer["msg_type"] == "comm_close":
            break
    assert answer["content"]["comm_id"] == "c1"
    client.shell_channel.send(client.session.msg("comm_msg", {"comm_id": "c1", "data": {}}))
    assert run(client, "1")[0]["status"] == "ok"


def check_the_way_of_vscode(manager, client):
    # microsoft/vscode-jupyter: it asks whether the shell and iopub ports are used (kernelProcess.node.ts), asks for the kernel's info, runs helpers of its
    # own silently, runs cells with store_history and without stop_on_error, and interrupts by message where the kernelspec says so.
    info = manager.get_connection_info()
    for name in ("shell_port", "iopub_port"):
        for _ in range(5):
            socket.create_connection((info["ip"], info[name])).close()
    assert ask(client, client.kernel_info())["language_info"]["name"].lower() == "c#"  # its name for VS Code's language csharp
    before = run(client, "1")[0]["execution_count"]
    reply, outputs = run(client, "var silent = 1;\r\nsilent", silent=True, store_history=False, stop_on_error=False)
    assert reply["status"] == "ok" and not outputs, (reply, outputs)
    reply, outputs = run(client, "silent + 1", store_history=True, allow_stdin=True, stop_on_error=False)
    assert reply["execution_count"] == before + 1 and outputs[0][1]["data"]["text/plain"] == "2", (reply, outputs)
    message = client.session.msg("interrupt_request", {})
    client.control_channel.send(message)
    assert client.get_control_msg(timeout=TIMEOUT)["msg_type"] == "interrupt_reply"


def check_unknown_message(manager, client):
    message = client.session.msg("nonsense_request", {})
    client.shell_channel.send(message)
    assert ask(client, message["header"]["msg_id"])["status"] == "error"


def interrupted(manager, client, code, how, **options):
    begun = time.time()
    reply, _ = run(client, code, after="execute_input", then=how, **options)
    assert reply["status"] == "error" and reply["ename"] == "Interrupted", reply
    assert time.time() - begun < 20
    assert run(client, "kept")[1][0][1]["data"]["text/plain"] == "7"


def check_interrupt_by_message(manager, client):
    run(client, "var kept = 7;")
    for code in ("while (true) { }", "System.Threading.Thread.Sleep(100000);", "await Task.Delay(-1);"):
        interrupted(manager, client, code, manager.interrupt_kernel)
    # Every thread of the pool is taken, so that nothing is heard or answered on one.
    interrupted(manager, client, "for (var i = 0; i < 500; i++) _ = Task.Run(() => { while (true) { } }); await Task.Delay(-1, Cancel);", manager.interrupt_kernel)
    # What a cell ties to its token may dawdle, and throw.
    interrupted(manager, client, "Cancel.Register(() => System.Threading.Thread.Sleep(3000)); Cancel.Register(() => throw new Exception()); while (true) { }", manager.interrupt_kernel)
    interrupted(manager, client, "Console.ReadLine()", manager.interrupt_kernel, allow_stdin=True)
    client.get_stdin_msg(timeout=TIMEOUT)
    # One that hears nothing is left behind with its thread; neither its presence nor its end disturbs the cells after it.
    deaf = "var end = Environment.TickCount64 + 6000; Enumerable.Repeat(0, int.MaxValue).First(_ => Environment.TickCount64 > end);"
    interrupted(manager, client, deaf, manager.interrupt_kernel)
    time.sleep(5)
    assert run(client, "kept")[1][0][1]["data"]["text/plain"] == "7"


def check_interrupt_by_signal(manager, client):
    run(client, "var kept = 7;")
    process = manager.provisioner.process
    interrupted(manager, client, "for (;;) ;", lambda: process.send_signal(signal.SIGINT))
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    assert run(client, "kept")[0]["status"] == "ok"
    # nohup starts what it starts with the signal ignored.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    other, channel = start()
    signal.signal(signal.SIGINT, before)
    run(channel, "var kept = 7;")
    interrupted(other, channel, "for (;;) ;", lambda: other.provisioner.process.send_signal(signal.SIGINT))
    other.shutdown_kernel(now=False)


def check_input(manager, client):
    def answer():
        request = client.get_stdin_msg(timeout=TIMEOUT)
        assert request["msg_type"] == "input_request"
        client.input("a line")

    helper = threading.Thread(target=answer)
    helper.start()
    _, outputs = run(client, 'Console.Write("name? "); Console.ReadLine()', allow_stdin=True)
    helper.join()
    assert outputs[-1][1]["data"]["text/plain"] == "a line", outputs
    reply, _ = run(client, "Console.ReadLine()", allow_stdin=False)
    assert reply["status"] == "error" and "input" in reply["evalue"], reply
    # The question stands before the reader can answer it, although text is gathered for a moment.
    message = client.execute('for (var i = 0; i < 5; i++) { Console.Write("name? "); Console.ReadLine(); }', allow_stdin=True)
    for i in range(5):
        client.get_stdin_msg(timeout=TIMEOUT)
        asked = ""
        while len(asked) < 6:
            asked += client.get_iopub_msg(timeout=TIMEOUT)["content"].get("text", "")
        assert asked == "name? ", asked
        client.input("")
    assert ask(client, message)["status"] == "ok"


BEFORE = []


def check_large_output(manager, client):
    run(client, "GC.Collect(2, GCCollectionMode.Aggressive, true, true);")
    BEFORE.append(resident(manager))
    _, outputs = run(client, 'display(new string(\'x\', 10_000_000)); Console.Write(new string(\'y\', 10_000_000));')
    assert len(outputs[0][1]["data"]["text/plain"]) == 10_000_000
    assert len(text(outputs)) == 10_000_000


def check_many_messages(manager, client):
    _, outputs = run(client, "for (var i = 0; i < 20000; i++) Console.WriteLine(i);")
    lines = text(outputs).split("\n")
    assert len(lines) == 20001 and lines[19999] == "19999"
    _, outputs = run(client, "for (var i = 0; i < 10000; i++) display(i, \"text/plain\");")
    assert [c["data"]["text/plain"] for k, c in outputs] == [str(i) for i in range(10000)]
    # Text is gathered only with text of the same stream: these are ten thousand messages.
    _, outputs = run(client, "for (var i = 0; i < 5000; i++) { Console.Out.Write(i % 10); Console.Error.Write(i % 10); }")
    assert len(outputs) == 10000 and text(outputs) == text(outputs, "stderr") == "0123456789" * 500, len(outputs)


def check_characters_in_pieces(manager, client):
    # Two UTF-16 units make one character: where they are written apart, no boundary of what is gathered may come between them.
    _, outputs = run(client, "Console.Write(new string('a', (1 << 16) - 1)); foreach (var unit in \"\U0001f600z\") Console.Write(unit);")
    assert text(outputs).endswith("a\U0001f600z"), text(outputs)[-5:]
    _, outputs = run(client, "Console.Write('\\ud83d'); System.Threading.Thread.Sleep(100); Console.Write('\\ude00'); Console.Write('\\ud83d');")
    assert text(outputs) == "\U0001f600\ufffd", text(outputs)


def signed(client, header, content):
    parts = [header, b"{}", b"{}", content]
    return [b"<IDS|MSG>", hmac.new(client.session.key, b"".join(parts), hashlib.sha256).hexdigest().encode()] + parts


def check_text_that_is_no_unicode(manager, client):
    log = os.path.getsize(STDERR.name)
    for kind in (b'"\\ud800_request"', b'"\xff_request"'):
        for channel in (client.control_channel, client.shell_channel):
            channel.socket.send_multipart(signed(client, b'{"msg_id": "1", "msg_type": ' + kind + b"}", b"{}"))
    # On the same connection: it was not lost.
    assert run(client, "1")[0]["status"] == "ok"
    client.control_channel.send(client.session.msg("kernel_info_request", {}))
    assert client.get_control_msg(timeout=TIMEOUT)["content"]["status"] == "ok"
    with open(STDERR.name) as said:
        said.seek(log)
        assert said.read().count("it is ignored") == 4
    # A cell that cannot be read fails where front ends look for errors.
    client.shell_channel.socket.send_multipart(signed(client, b'{"msg_id": "unreadable", "msg_type": "execute_request"}', b'{"code": "\\ud800"}'))
    seen = []
    while not seen or seen[-1][1].get("execution_state") != "idle":
        answer = client.get_iopub_msg(timeout=TIMEOUT)
        if answer["parent_header"].get("msg_id") == "unreadable":
            seen.append((answer["msg_type"], answer["content"]))
    assert [kind for kind, _ in seen] == ["status", "error", "status"] and "UTF-16" in seen[1][1]["evalue"], seen
    assert ask(client, "unreadable")["status"] == "error"


def check_threads(manager, client):
    _, outputs = run(client, """
        var threads = Enumerable.Range(0, 8).Select(k => new System.Threading.Thread(() => { for (var i = 0; i < 500; i++) Console.WriteLine("t" + k); })).ToList();
        foreach (var t in threads) t.Start();
        foreach (var t in threads) t.Join();
        """)
    lines = text(outputs).split("\n")[:-1]
    assert len(lines) == 4000 and set(lines) == {"t%d" % k for k in range(8)}


def check_failing_thread(manager, client):
    run(client, 'var failing = new System.Threading.Thread(() => throw new Exception("lost")); failing.Start(); failing.Join();')
    assert run(client, "1")[0]["status"] == "ok"
    # An exception may fail to tell what it is.
    run(client, 'class Unspeakable : Exception { public override string Message => throw new Exception("no message"); }')
    reply, outputs = run(client, "throw new Unspeakable();")
    assert reply["ename"] == "Unspeakable" and "cannot be had" in reply["evalue"] and outputs[-1][0] == "error", reply
    _, outputs = run(client, "failing = new System.Threading.Thread(() => throw new Unspeakable()); failing.Start(); failing.Join();")
    assert "Unspeakable" in text(outputs, "stderr"), outputs
    assert run(client, "1")[0]["status"] == "ok"


def check_garbage_and_port_scan(manager, client):
    info = manager.get_connection_info()
    noise = random.Random(1)
    for name in ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"):
        address = (info["ip"], info[name])
        socket.create_connection(address).close()
        greeting = b"\xff" + bytes(8) + b"\x7f\x03\x00NULL" + bytes(48)
        for payload in (noise.randbytes(5000), b"GET / HTTP/1.1\r\n\r\n", b"\xff" + bytes(8), greeting, greeting + b"\x02\xff\xff\xff\xff\xff\xff\xff\xff", greeting + noise.randbytes(500),
                        greeting + b"\x04\x19\x05READY\x0bSocket-Type\x00\x00\x00\x04PAIR" + noise.randbytes(300)):
            with socket.create_connection(address) as peer:
                peer.sendall(payload)
                time.sleep(0.01)
    assert run(client, "1")[0]["status"] == "ok"
    assert client.hb_channel.is_alive() and manager.is_alive()


def check_wrong_signature(manager, client):
    info = manager.get_connection_info()
    context = zmq.Context.instance()
    dealer = context.socket(zmq.DEALER)
    dealer.linger = 0
    dealer.connect("tcp://%s:%d" % (info["ip"], info["shell_port"]))
    good = client.session.serialize(client.session.msg("kernel_info_request", {}))
    bad = list(good)
    bad[1] = b"0" * 64
    for frames in (bad, [b"<IDS|MSG>"], [b"nonsense"], [b"<IDS|MSG>", b"", b"{", b"{", b"{", b"{"], good[:1] + [good[1]] + good[2:5] + [b"[]"]):
        dealer.send_multipart(frames)
    assert not dealer.poll(500), dealer.recv_multipart()
    dealer.send_multipart(good)
    assert dealer.poll(TIMEOUT * 1000)
    dealer.close()
    assert run(client, "1")[0]["status"] == "ok"


def check_killed_client(manager, client):
    info = manager.get_connection_info()
    for _ in range(20):
        context = zmq.Context()
        subscriber = context.socket(zmq.SUB)
        subscriber.setsockopt(zmq.SUBSCRIBE, b"")
        subscriber.linger = 0
        subscriber.connect("tcp://%s:%d" % (info["ip"], info["iopub_port"]))
        run(client, "Console.WriteLine(1);")
        context.destroy(linger=0)
    assert run(client, "1")[0]["status"] == "ok"


def check_reset_connections(manager, client):
    # A client that is killed with unread messages resets its connection.
    info = manager.get_connection_info()
    greeting = b"\xff" + bytes(8) + b"\x7f\x03\x00NULL" + bytes(48) + b"\x04\x19\x05READY\x0bSocket-Type\x00\x00\x00\x03SUB" + b"\x00\x01\x01"
    peers = [socket.create_connection((info["ip"], info["iopub_port"])) for _ in range(5)]
    for peer in peers:
        peer.sendall(greeting)
    time.sleep(0.1)
    run(client, "Console.WriteLine(new string('x', 2_000_000));")
    for peer in peers:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        peer.close()
    assert run(client, "1")[0]["status"] == "ok"


def check_no_more_files_to_be_had(manager, client):
    other, channel = start()
    run(channel, "1")   # a library that .NET could not open once it never looks for again
    pid = other.provisioner.process.pid
    limits = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (len(os.listdir("/proc/%d/fd" % pid)) + 7, limits[1]))
    info = other.get_connection_info()
    ports = [info[name] for name in ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")]
    peers = [socket.create_connection((info["ip"], port), timeout=TIMEOUT) for port in ports * 8]
    time.sleep(0.5)
    # A cell may need a file of its own, and fail; what is said of it needs none.
    assert run(channel, "1")[0]["status"] in ("ok", "error")
    for peer in peers:
        peer.close()
    resource.prlimit(pid, resource.RLIMIT_NOFILE, limits)
    begun = time.time()
    while run(channel, "2")[0]["status"] != "ok":
        assert time.time() - begun < TIMEOUT
        time.sleep(0.1)
    for port in ports:
        with socket.create_connection((info["ip"], port), timeout=TIMEOUT) as peer:
            assert peer.recv(1) == b"\xff", port
    other.shutdown_kernel(now=False)


def check_heartbeats_of_the_transport(manager, client):
    # Debian's libzmq hangs up where its PING is not answered by a PONG.
    info = manager.get_connection_info()
    context = zmq.Context()
    dealer = context.socket(zmq.DEALER)
    dealer.linger, dealer.heartbeat_ivl, dealer.heartbeat_timeout = 0, 100, 3000
    monitor = dealer.get_monitor_socket(zmq.EVENT_DISCONNECTED | zmq.EVENT_HANDSHAKE_SUCCEEDED)
    dealer.connect("tcp://%s:%d" % (info["ip"], info["shell_port"]))
    assert monitor.poll(TIMEOUT * 1000) and zmq.utils.monitor.recv_monitor_message(monitor)["event"] == zmq.EVENT_HANDSHAKE_SUCCEEDED
    assert not monitor.poll(4000), zmq.utils.monitor.recv_monitor_message(monitor)
    context.destroy(linger=0)


def check_only_its_address_is_bound(manager, client):
    info = manager.get_connection_info()
    assert info["ip"] == "127.0.0.1"
    for name in ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"):
        with socket.socket() as peer:
            assert peer.connect_ex(("127.0.0.2", info[name])) != 0, name


def check_memory_returns(manager, client):
    for _ in range(5):
        run(client, "display(new string('x', 10_000_000));")
    for _ in range(3):
        run(client, "GC.Collect(2, GCCollectionMode.Aggressive, true, true);")
        time.sleep(0.2)
    # Since before the large outputs: what the peers of all checks after them have left behind counts as well.
    assert resident(manager) - BEFORE[0] < 120, (BEFORE[0], resident(manager))


def check_restart(manager, client):
    run(client, "var before = 1;")
    manager.restart_kernel(now=False)
    client.wait_for_ready(timeout=TIMEOUT)
    assert run(client, "before")[0]["status"] == "error"
    assert run(client, "1 + 1")[0]["status"] == "ok"


def check_exit_ends_the_process(manager, client):
    for code, reason in (("Environment.Exit(3);", "Environment.Exit"), ("int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)", "Stack overflow")):
        client.execute(code)
        for _ in range(600):
            if not manager.is_alive():
                break
            time.sleep(0.1)
        assert not manager.is_alive(), code
        with open(STDERR.name) as said:
            assert reason in said.read(), code
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=TIMEOUT)
        assert run(client, "1 + 1")[0]["status"] == "ok"


def check_a_start_that_fails_says_why(manager, client):
    with tempfile.TemporaryDirectory() as folder:
        for content, reason in (("nonsense", "no connection file"), ('{"transport": "tcp", "ip": "127.0.0.1"}', "shell_port"), (json.dumps(manager.get_connection_info(session=False), default=bytes.decode), "in use"), (None, "connection.json")):
            path = os.path.join(folder, "connection.json")
            if content is None:
                os.remove(path)
            else:
                with open(path, "w") as file:
                    file.write(content)
            ended = subprocess.run(COMMAND + [path], stderr=subprocess.PIPE, universal_newlines=True, timeout=TIMEOUT)
            assert ended.returncode == 1 and reason in ended.stderr and len(ended.stderr.strip().split("\n")) == 1, (ended.returncode, ended.stderr)
    # A folder that is gone before the kernel begins in it.
    folder = tempfile.mkdtemp()
    ended = subprocess.run(["sh", "-c", 'rmdir "$0"; exec "$@"', folder] + COMMAND + [manager.connection_file], cwd=folder, stderr=subprocess.PIPE, universal_newlines=True, timeout=TIMEOUT)
    assert ended.returncode == 1 and "folder has been removed" in ended.stderr, (ended.returncode, ended.stderr)


def check_a_client_that_is_killed_leaves_no_kernel(manager, client):
    program = """if True:
        import sys, time
        from jupyter_client.kernelspec import KernelSpec
        from jupyter_client.manager import KernelManager
        manager = KernelManager(kernel_name="ours")
        manager._kernel_spec = KernelSpec(argv=sys.argv[1:] + ["{connection_file}"], display_name="ours", language="C#", interrupt_mode="message")
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        print(manager.provisioner.process.pid, flush=True)
        time.sleep(1000)
        """
    owner = subprocess.Popen([sys.executable, "-c", program] + COMMAND, stdout=subprocess.PIPE)
    kernel = int(owner.stdout.readline())
    owner.kill()
    owner.wait()

    def lives():
        try:
            with open("/proc/%d/stat" % kernel) as stat:
                return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
        except OSError:
            return False

    begun = time.time()
    while lives() and time.time() - begun < TIMEOUT:
        time.sleep(0.1)
    assert not lives()


def check_ipc(manager, client):
    other, channel = start("ipc")
    assert run(channel, "2 + 3")[1][0][1]["data"]["text/plain"] == "5"
    other.shutdown_kernel(now=False)


def check_shutdown(manager, client):
    process = manager.provisioner.process
    client.execute("new System.Threading.Thread(() => { while (true) System.Threading.Thread.Sleep(1000); }).Start();")
    manager.shutdown_kernel(now=False)
    assert process.poll() in (0, None) or process.returncode == 0, process.returncode


def main():
    results = {}
    manager, client = start()
    for name, check in list(globals().items()):
        if not name.startswith("check_"):
            continue
        begun = time.time()
        try:
            check(manager, client)
            results[name[6:]] = "ok"
        except Exception:
            results[name[6:]] = traceback.format_exc()
        print("%-30s %6.2f s  %s" % (name, time.time() - begun, results[name[6:]].strip().split("\n")[-1]), file=sys.stderr)
    if manager.is_alive():
        manager.shutdown_kernel(now=True)
    print(json.dumps(results))


main()
