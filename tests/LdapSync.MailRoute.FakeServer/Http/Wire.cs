using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;

namespace LdapSync.MailRoute.FakeServer.Http;

/// <summary>Takes requests from the wire and puts answers onto it, with what goes wrong on the way.</summary>
internal sealed class Wire(FakeMailRouteOptions options, Api api, Faults faults, RequestLog log)
{
    private readonly TextWriter? _lines = options.Log is null ? null : TextWriter.Synchronized(options.Log);

    /// <param name="context">The request.</param>
    /// <param name="stopping">Ends every wait.</param>
    public async Task ServeAsync(HttpContext context, CancellationToken stopping)
    {
        var request = await ReadAsync(context.Request);
        log.Begin(request);
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
            if (options.Latency > TimeSpan.Zero) await Task.Delay(options.Latency, ended.Token);
            await AnswerAsync(context, request, ended.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
        finally
        {
            log.End();
            if (_lines is not null) await _lines.WriteLineAsync(request.InShort);
        }
    }

    private async Task AnswerAsync(HttpContext context, LoggedRequest request, CancellationToken ended)
    {
        var fault = faults.Take(request.Method, request.Path);
        Reply? reply = null;
        if (fault is null or { Commits: true } || (fault.HalvesBulk && IsBulk(request))) reply = Commit(context, request, fault);
        if (fault is { Event: { } happens })
        {
            await happens().WaitAsync(ended);
            reply ??= Commit(context, request, fault);
        }
        switch (fault?.Kind)
        {
            case FaultKind.Drop:
                context.Abort();
                break;
            case FaultKind.CutBody:
                await WriteHalfAsync(context, request, reply!);
                break;
            case FaultKind.Truncated:
                await WriteAsync(context, request, reply! with { Body = reply.Body[..(reply.Body.Length / 2)] });
                break;
            case FaultKind.Huge:
                await WriteHugeAsync(context, request, fault.Length, ended);
                break;
            case FaultKind.Answer:
                await WriteAsync(context, request, new Reply(fault.Status) { Body = Encoding.UTF8.GetBytes(fault.Body), ContentType = fault.ContentType, RetryAfter = fault.RetryAfter });
                break;
            default:
                await WriteAsync(context, request, reply!);
                break;
        }
    }

    private static bool IsBulk(LoggedRequest request) => request.Path.TrimEnd('/').Split('/')[^1] is "mass_add" or "mass_add_aliases" or "users_to_alias";

    private Reply Commit(HttpContext context, LoggedRequest request, Fault? fault) =>
        api.Answer(request.Method, Path(context.Request), request.Query, request.Body, context.Request.Headers.Authorization, fault);

    private static async Task WriteAsync(HttpContext context, LoggedRequest request, Reply reply)
    {
        WriteHead(context, request, reply);
        if (reply.Body.Length > 0) await context.Response.Body.WriteAsync(reply.Body);
    }

    private static async Task WriteHalfAsync(HttpContext context, LoggedRequest request, Reply reply)
    {
        // Without a body there is no middle: the head alone would be a whole answer.
        if (!reply.Body.IsEmpty)
        {
            WriteHead(context, request, reply);
            await context.Response.Body.WriteAsync(reply.Body[..(reply.Body.Length / 2)]);
            await context.Response.Body.FlushAsync();
        }
        context.Abort();
    }

    private static async Task WriteHugeAsync(HttpContext context, LoggedRequest request, long length, CancellationToken ended)
    {
        WriteHead(context, request, new Reply(200));
        context.Response.ContentLength = null;
        await context.Response.WriteAsync(""" {"meta": {"next": null, "total_count": 1}, "objects": [{"id": 1, "localpart": "x """, ended);
        var block = Encoding.ASCII.GetBytes(new string('x', 1 << 16));
        for (var written = 0L; written < length; written += block.Length) await context.Response.Body.WriteAsync(block, ended);
    }

    private static void WriteHead(HttpContext context, LoggedRequest request, Reply reply)
    {
        var response = context.Response;
        request.Status = response.StatusCode = reply.Status;
        if (reply.Status != 204) response.ContentLength = reply.Body.Length;
        response.ContentType = reply.ContentType;
        if (reply.RetryAfter is { } retryAfter) response.Headers.RetryAfter = retryAfter;
        if (reply.Location is { } location) response.Headers.Location = new Uri(new Uri(context.Request.GetEncodedUrl()), location).AbsoluteUri;
    }

    private static async Task<LoggedRequest> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var path = Path(request);
        return new LoggedRequest(request.Method, path.StartsWith(Api.Root, StringComparison.Ordinal) ? path[Api.Root.Length..] : path, $"{request.QueryString}", body);
    }

    // Decoded before it is looked at, as WSGI has it (PEP 3333, PATH_INFO): a slash within an address separates, escaped or not.
    private static string Path(HttpRequest request) => Uri.UnescapeDataString(request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0]);
}
