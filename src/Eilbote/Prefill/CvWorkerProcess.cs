using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Eilbote.Prefill;

/// <summary>One worker, seen from the server.</summary>
internal sealed class CvWorkerProcess : IDisposable
{
    /// <summary>Bytes of an answer, and of the worker's own memory: .NET reads the latter in hexadecimal.</summary>
    private const int AnswerLimit = 16 * 1024;

    private const string HeapLimit = "10000000";

    /// <summary>How many files one worker reads, and the bytes it may have grown to, before another takes its place.</summary>
    private const int FilesLimit = 200;

    private const long GrownTo = 220_000_000;

    /// <summary>What a worker needs to know of the server's surroundings; settings and secrets are none of it.</summary>
    private static readonly string[] Surroundings = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "LANG", "LC_ALL", "DOTNET_ROOT", "LD_LIBRARY_PATH"];

    private readonly Process _process;
    private int _files;

    private CvWorkerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Whether it may take another file.</summary>
    public bool IsGood
    {
        get
        {
            if (_process.HasExited || _files >= FilesLimit)
                return false;
            _process.Refresh();
            return _process.WorkingSet64 < GrownTo;
        }
    }

    /// <summary>This program as a worker, whichever program started it.</summary>
    public static ProcessStartInfo Command()
    {
        var dll = typeof(CvWorkerProcess).Assembly.Location;
        // Beside the runtime that runs this; a program that brings its own runtime has a file to start beside it, or is one file.
        var ending = OperatingSystem.IsWindows() ? ".exe" : null;
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet" + ending));
        var itself = Path.ChangeExtension(dll, ending);
        return dll.Length == 0 ? new(Environment.ProcessPath!, [CvWorker.Argument])
            : File.Exists(dotnet) ? new(dotnet, [dll, CvWorker.Argument])
            : new(itself, [CvWorker.Argument]);
    }

    /// <summary>Errors: <see cref="Win32Exception"/> and <see cref="IOException"/> when it does not start.</summary>
    public static async Task<CvWorkerProcess> StartAsync(ProcessStartInfo command, CancellationToken ct)
    {
        command.UseShellExecute = false;
        command.RedirectStandardInput = command.RedirectStandardOutput = command.RedirectStandardError = true;
        var kept = Surroundings.Where(command.Environment.ContainsKey).ToDictionary(x => x, x => command.Environment[x]);
        command.Environment.Clear();
        foreach (var (name, value) in kept)
            command.Environment[name] = value;
        command.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        command.Environment["DOTNET_gcConcurrent"] = "0";
        // A dump would hold a CV.
        command.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        command.Environment["DOTNET_EnableDiagnostics"] = "0";
        var worker = new CvWorkerProcess(Process.Start(command)!);
        try
        {
            worker._process.ErrorDataReceived += (_, _) => { };
            worker._process.BeginErrorReadLine();
            if (await worker.ReadLineAsync(ct) != CvWorker.Ready)
                throw new IOException("The worker did not begin as one.");
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Errors: <see cref="IOException"/> when it ended, <see cref="JsonException"/> when it said something else.</summary>
    public async Task<Proposals> AskAsync(Stream content, int length, int type, CancellationToken ct)
    {
        _files++;
        var head = new byte[CvWorker.HeadLength];
        head[0] = (byte)type;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(1), length);
        var input = _process.StandardInput.BaseStream;
        await input.WriteAsync(head, ct);
        await content.CopyToAsync(input, ct);
        await input.FlushAsync(ct);
        return JsonSerializer.Deserialize<Proposals>(await ReadLineAsync(ct)) ?? Proposals.None;
    }

    public void Dispose()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
        _process.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken ct)
    {
        var (buffer, length, output) = (new byte[AnswerLimit], 0, _process.StandardOutput.BaseStream);
        while (length < buffer.Length && await output.ReadAsync(buffer.AsMemory(length), ct) is > 0 and var read)
        {
            length += read;
            if (buffer[length - 1] == '\n')
                return Encoding.UTF8.GetString(buffer, 0, length - 1);
        }
        throw new IOException("The worker ended, or said too much.");
    }
}
