// Checks one submission: Program OPTIONS.json OUT FILES…   writes assessment.json, report.html and issues.bcf into OUT.
using System;
using System.IO;
using System.Linq;

public static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments.Length < 3)
        {
            Console.Error.WriteLine("usage: Program OPTIONS.json OUT FILES...");
            return 2;
        }
        string options = File.ReadAllText(arguments[0]), folder = arguments[1];
        string[] files = arguments.Skip(2).ToArray();
        try
        {
            using (var session = new Haofang.Session(files.Select(Path.GetFileName).ToArray(), files.Select(File.ReadAllBytes).ToArray(),
                (stage, done, of) => { Console.Error.WriteLine("{0} {1}/{2}", stage, done, of); return true; }))
            using (var result = session.Check(options))
            {
                File.WriteAllBytes(Path.Combine(folder, "assessment.json"), result.Document("json"));
                File.WriteAllBytes(Path.Combine(folder, "report.html"), result.Document("html"));
                File.WriteAllBytes(Path.Combine(folder, "issues.bcf"), result.Document("bcf"));
                try { session.Check("{}"); return 70; }
                catch (Haofang.HaofangException expected) { Console.Error.WriteLine("as expected: {0}", expected.Json); }
                return result.Code;
            }
        }
        catch (Haofang.HaofangException error)
        {
            Console.Error.WriteLine(error.Json);
            return error.Status;
        }
    }
}
