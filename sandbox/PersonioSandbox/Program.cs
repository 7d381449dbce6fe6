using PersonioSandbox;

await SandboxHost.Build(args).RunAsync();
