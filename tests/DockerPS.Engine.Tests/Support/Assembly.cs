using System.Runtime.Versioning;

// the tests need a real engine, its files and its permissions
[assembly: SupportedOSPlatform("linux")]
