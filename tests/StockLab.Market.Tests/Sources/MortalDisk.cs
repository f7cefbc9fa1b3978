namespace StockLab.Market.Tests;

/// <summary>The process was killed: nothing after this moment happens.</summary>
internal sealed class KilledException : Exception;

/// <summary>A disk whose process is killed at a given step: before or after each operation, or in the middle of a write. After that nothing on it changes any more.</summary>
internal sealed class MortalDisk(int steps, Action? onDeath = null) : Disk
{
    private int _left = steps;

    internal bool IsDead => _left <= 0;

    internal override Stream Create(string path)
    {
        Live();
        var stream = new DyingStream(this, base.Create(path));
        Live(stream);
        return stream;
    }

    internal override void Flush(Stream stream)
    {
        Live(stream);
        base.Flush(((DyingStream)stream).File);
        Live(stream);
    }

    internal override void Move(string from, string to)
    {
        Live();
        base.Move(from, to);
        Live();
    }

    internal override void Delete(string path)
    {
        Live();
        base.Delete(path);
        Live();
    }

    private void Live(Stream? open = null)
    {
        if (_left > 0 && --_left > 0)
            return;
        open?.Dispose();        // the system closes a killed process's files
        onDeath?.Invoke();
        throw new KilledException();
    }

    private sealed class DyingStream(MortalDisk disk, Stream file) : Stream
    {
        internal Stream File => file;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position { get => file.Position; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
            file.Write(buffer, offset, count / 2);
            file.Flush();
            disk.Live(file);
            file.Write(buffer, offset + (count / 2), count - (count / 2));
        }

        public override void Flush() => file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing) => file.Dispose();
    }
}
