using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using DockerPS.Session;

namespace DockerPS;

/// <summary>
/// Loads <c>DockerPS.Engine</c> and everything that it references from <c>bin/engine/</c> into its own load context, so that the session
/// can use other versions of the same libraries. This works because this assembly does not reference any third-party assembly, which a test
/// checks.
/// </summary>
public sealed class Isolation : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Called by PowerShell on import, in each runspace.</summary>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += ResolveEngine;

    /// <summary>Called by PowerShell when the module is removed from a runspace: closes that runspace's connections.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        DockerSession.Close();
        AssemblyLoadContext.Default.Resolving -= ResolveEngine;
    }

    static Assembly? ResolveEngine(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == EngineContext.EngineName ? EngineContext.Instance.LoadFromAssemblyName(name) : null;

    sealed class EngineContext() : AssemblyLoadContext("DockerPS")
    {
        public const string EngineName = "DockerPS.Engine";

        public static readonly EngineContext Instance = new();

        static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(Isolation).Assembly.Location)!, "engine");

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string path = Path.Combine(Folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
