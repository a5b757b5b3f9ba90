// P/Invoke over haofang.h: enough for a Revit add-in or a platform's service. Copy this file; put haofang.dll (libhaofang.so)
// beside the program. Text is UTF-8, results are JSON, and every handle frees itself.
using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Haofang
{
    public sealed class HaofangException : Exception
    {
        public int Status { get; }
        /// <summary>JSON: kind, message, file, line, column.</summary>
        public string Json { get; }
        public HaofangException(int status, string json) : base(json) { Status = status; Json = json; }
    }

    /// <summary>Told at every step; false stops the work.</summary>
    public delegate bool Progress(string stage, uint done, uint of);

    internal static class Native
    {
        private const string Library = "haofang";
        public const uint AbiVersion = 1;

        [StructLayout(LayoutKind.Sequential)] public struct File { public IntPtr Name; public IntPtr Data; public UIntPtr Length; }
        [StructLayout(LayoutKind.Sequential)] public struct Bytes { public IntPtr Data; public UIntPtr Length; }
        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        public delegate int Told(IntPtr user, IntPtr stage, uint done, uint of);

        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] public static extern uint haofang_abi_version();
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] public static extern IntPtr haofang_version();
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern int haofang_open([In] File[] files, UIntPtr count, byte[] encoding, Told progress, IntPtr user, out IntPtr session, out Bytes error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern int haofang_facts(IntPtr session, byte[] options, Told progress, IntPtr user, out Bytes json, out Bytes error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern int haofang_check(IntPtr session, byte[] options, Told progress, IntPtr user, out IntPtr result, out Bytes error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] public static extern int haofang_checked_code(IntPtr result);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
        public static extern int haofang_document(IntPtr result, byte[] format, byte[] lang, out Bytes document, out Bytes error);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] public static extern void haofang_session_free(IntPtr session);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] public static extern void haofang_checked_free(IntPtr result);
        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)] public static extern void haofang_bytes_free(ref Bytes bytes);

        public static byte[] Text(string text) { return text == null ? null : Encoding.UTF8.GetBytes(text + "\0"); }

        public static string Read(IntPtr text)
        {
            int length = 0;
            while (Marshal.ReadByte(text, length) != 0) length++;
            var bytes = new byte[length];
            Marshal.Copy(text, bytes, 0, length);
            return Encoding.UTF8.GetString(bytes);
        }

        /// <summary>Takes bytes over and frees the library's.</summary>
        public static byte[] Take(ref Bytes bytes)
        {
            var taken = new byte[(int)bytes.Length];
            if (bytes.Data != IntPtr.Zero) Marshal.Copy(bytes.Data, taken, 0, taken.Length);
            haofang_bytes_free(ref bytes);
            return taken;
        }

        public static void Check(int status, ref Bytes error)
        {
            if (status != 0) throw new HaofangException(status, Encoding.UTF8.GetString(Take(ref error)));
        }

        public static Told Wrap(Progress progress)
        {
            if (progress == null) return null;
            return (user, stage, done, of) =>
            {
                try { return progress(Read(stage), done, of) ? 0 : 1; }
                catch { return 1; } // an exception must not travel through the library
            };
        }
    }

    /// <summary>One submission, read once.</summary>
    public sealed class Session : IDisposable
    {
        private IntPtr handle;

        public static string Version { get { return Native.Read(Native.haofang_version()); } }

        public Session(string[] names, byte[][] contents, Progress progress = null, string encoding = null)
        {
            if (Native.haofang_abi_version() != Native.AbiVersion) throw new NotSupportedException("another interface version of haofang");
            var files = new Native.File[names.Length];
            var pins = new GCHandle[2 * names.Length];
            var told = Native.Wrap(progress);
            try
            {
                for (int at = 0; at < names.Length; at++)
                {
                    pins[2 * at] = GCHandle.Alloc(Native.Text(names[at]), GCHandleType.Pinned);
                    pins[2 * at + 1] = GCHandle.Alloc(contents[at], GCHandleType.Pinned);
                    files[at].Name = pins[2 * at].AddrOfPinnedObject();
                    files[at].Data = pins[2 * at + 1].AddrOfPinnedObject();
                    files[at].Length = (UIntPtr)contents[at].Length;
                }
                Native.Bytes error;
                int status = Native.haofang_open(files, (UIntPtr)files.Length, Native.Text(encoding), told, IntPtr.Zero, out handle, out error);
                Native.Check(status, ref error);
            }
            finally
            {
                foreach (var pin in pins) if (pin.IsAllocated) pin.Free();
                GC.KeepAlive(told);
            }
        }

        /// <summary>Measures and judges; options are JSON, {"as_of": "2026-11-22"} is the least.</summary>
        public Result Check(string options, Progress progress = null)
        {
            var told = Native.Wrap(progress);
            IntPtr result;
            Native.Bytes error;
            int status = Native.haofang_check(handle, Native.Text(options), told, IntPtr.Zero, out result, out error);
            GC.KeepAlive(told);
            Native.Check(status, ref error);
            return new Result(result);
        }

        public string Facts(string options)
        {
            Native.Bytes json, error;
            int status = Native.haofang_facts(handle, Native.Text(options), null, IntPtr.Zero, out json, out error);
            Native.Check(status, ref error);
            return Encoding.UTF8.GetString(Native.Take(ref json));
        }

        public void Dispose()
        {
            Native.haofang_session_free(handle);
            handle = IntPtr.Zero;
            GC.SuppressFinalize(this);
        }

        ~Session() { Native.haofang_session_free(handle); }
    }

    /// <summary>One judged submission.</summary>
    public sealed class Result : IDisposable
    {
        private IntPtr handle;
        internal Result(IntPtr handle) { this.handle = handle; }

        /// <summary>The exit code of the command line: 0, 1, 3 or 4.</summary>
        public int Code { get { return Native.haofang_checked_code(handle); } }

        /// <summary>json, html, bcf, bcf-3.0, pdf, text, md, csv, xlsx, parquet, junit or sarif.</summary>
        public byte[] Document(string format, string lang = "zh-CN")
        {
            Native.Bytes document, error;
            int status = Native.haofang_document(handle, Native.Text(format), Native.Text(lang), out document, out error);
            Native.Check(status, ref error);
            return Native.Take(ref document);
        }

        public void Dispose()
        {
            Native.haofang_checked_free(handle);
            handle = IntPtr.Zero;
            GC.SuppressFinalize(this);
        }

        ~Result() { Native.haofang_checked_free(handle); }
    }
}
