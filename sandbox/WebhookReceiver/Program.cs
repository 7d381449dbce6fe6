using WebhookReceiver;

await ReceiverHost.Build(args).RunAsync();
