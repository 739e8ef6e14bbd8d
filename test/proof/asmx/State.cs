using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.RegularExpressions;
using System.Web.Services.Protocols;

/// Libraries, folders, documents, users, tickets and download handlers, as the tests seeded them.
public class State
{
    public static readonly object Gate = new object();
    public static State Current = new State(new Seed());

    const int MaximumChunkSize = 33554432;
    const int MaximumZipCount = 1000;
    const long MaximumZipSize = 78643200;

    public readonly Spelling Spelling;
    public readonly string Dialect;
    public readonly Dictionary<string, Wording> Wordings;
    public readonly Dictionary<string, Wording> BracketWordings;
    public readonly Dictionary<string, int> Executions = new Dictionary<string, int>();
    public readonly List<Request> Requests = new List<Request>();
    public readonly Dictionary<Guid, Handler> Handlers = new Dictionary<Guid, Handler>();

    readonly Folder root = new Folder { Name = "" };
    readonly Dictionary<string, User> users = new Dictionary<string, User>(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<Guid, Session> sessions = new Dictionary<Guid, Session>();
    readonly List<Failure> failures = new List<Failure>();
    readonly List<string[]> disallowFolderDelete;
    readonly TimeSpan ticketLifetime;
    readonly int minimumChunkSize;
    int lastId = 100;

    public State(Seed seed)
    {
        foreach (var method in typeof(Srv).GetMethods().Where(method => method.DeclaringType == typeof(Srv)))
            Executions[method.Name] = 0;
        Spelling = seed.spelling;
        Dialect = seed.dialect;
        Wordings = seed.wordings;
        BracketWordings = seed.bracketWordings;
        ticketLifetime = TimeSpan.FromMilliseconds(seed.ticketLifetimeInMs);
        minimumChunkSize = seed.minimumChunkSize;
        disallowFolderDelete = seed.disallowFolderDelete.Select(Segments).ToList();
        foreach (var path in seed.folders) MakeFolder(Segments(path));
        foreach (var document in seed.documents)
        {
            var segments = Segments(document.path);
            document.Name = segments.Last();
            MakeFolder(Parent(segments)).Documents[document.Name] = document;
        }
        foreach (var user in seed.users)
            users[user.name] = new User { Id = users.Count + 1, Name = user.name, Seed = user, ReadOnly = user.readOnly.Select(Segments).ToList() };
        foreach (var ticket in seed.tickets) StartSession(users[ticket.user], Guid.Parse(ticket.ticket));
    }

    // Requests and failures

    public Request Record(string operation, Values arguments)
    {
        var request = new Request { Operation = operation, Arguments = arguments };
        Requests.Add(request);
        return request;
    }

    public void Count(string operation)
    {
        int executions;
        Executions.TryGetValue(operation, out executions);
        Executions[operation] = executions + 1;
    }

    public void FailNext(string operation, string with, int times)
    {
        failures.Add(new Failure { Operation = operation, With = with, Times = times });
    }

    public void FailIfAsked(string operation, Values arguments)
    {
        var next = failures.Find(failure => failure.Operation == operation && failure.Times > 0);
        if (next == null) return;
        next.Times -= 1;
        switch (next.With)
        {
            case "access-denied": throw new Refusal("Access denied.");
            case "folder-not-found": throw new Refusal("Folder not found");
            case "top-level-folder": throw new Refusal("Top-level domain cannot be deleted");
            case "locked": throw new Refusal("Document is checked out");
            case "authentication-failed": throw new Refusal("[900] Authentication failed");
            case "session-expired": throw new Refusal("[901] Session expired or Invalid ticket");
            case "bad-request": throw new Refusal("bad Request");
            case "system-error": throw new Refusal("SystemError:The repository is not available.");
            case "partial":
                var values = new Values();
                var path = arguments.Where(argument => argument.Key == "Path").Select(argument => argument.Value).FirstOrDefault();
                values.Items.Add(new KeyValuePair<string, string>(path + "/contract.docx", "Document is checked out"));
                throw new Refusal("[log]", values);
            case "client-fault": throw new SoapException("The request was not accepted.", SoapException.ClientFaultCode);
            default: throw new InvalidOperationException("The repository is not available.");
        }
    }

    /// What becomes of a refusal; one without a wording is a 4000, without its brackets.
    public Wording WordingOf(string error, string dialect)
    {
        var wordings = dialect == "errorCode" ? Wordings : BracketWordings;
        Wording wording;
        if (wordings.TryGetValue(error, out wording)) return wording;
        return dialect == "errorCode"
            ? new Wording { error = Regex.Replace(error, "^\\[\\d+\\]\\s*", ""), errorCode = "4000" }
            : new Wording { error = error };
    }

    // Users and tickets

    public Session LogIn(string name, string password)
    {
        User user;
        if (name == null || !users.TryGetValue(name, out user) || user.Seed.password != password)
            throw new Refusal("[900] Authentication failed");
        if (!user.Seed.mayHaveTickets) throw new Refusal("[902] Ticket generation not allowed");
        return StartSession(user, Guid.NewGuid());
    }

    public Session StartSession(string name)
    {
        return StartSession(users[name], Guid.NewGuid());
    }

    /// The session of a ticket, its life prolonged. No ticket is [900], one that is not known (any more) is [901].
    public Session Open(string ticket)
    {
        if (string.IsNullOrEmpty(ticket)) throw new Refusal("[900] Authentication failed");
        var session = Find(ticket);
        session.ExpiresAt = DateTime.UtcNow + ticketLifetime;
        return session;
    }

    /// The session of a ticket, its life as it was.
    public Session Find(string ticket)
    {
        Guid guid;
        Session session;
        if (!Guid.TryParse(ticket, out guid) || !sessions.TryGetValue(guid, out session) || session.ExpiresAt <= DateTime.UtcNow)
            throw new Refusal("[901] Session expired or Invalid ticket");
        return session;
    }

    public void LogOut(Session session)
    {
        sessions.Remove(session.Ticket);
        foreach (var handler in Handlers.Where(handler => handler.Value.Session == session).ToList()) Handlers.Remove(handler.Key);
    }

    public void ExpireTickets()
    {
        foreach (var session in sessions.Values) session.ExpiresAt = DateTime.MinValue;
    }

    Session StartSession(User user, Guid ticket)
    {
        return sessions[ticket] = new Session { Ticket = ticket, User = user, ExpiresAt = DateTime.UtcNow + ticketLifetime };
    }

    // Libraries, folders, documents

    public Folder FindFolder(string path)
    {
        var segments = Segments(path);
        return segments.Length == 0 ? null : FindFolder(segments);
    }

    public void DeleteFolder(Session session, string path)
    {
        var segments = Segments(path);
        var folder = FindFolder(path);
        if (folder == null) throw new Refusal("Folder not found");
        if (segments.Length == 1) throw new Refusal("Top-level domain cannot be deleted");
        var user = session.User;
        var mayDelete = user.Seed.administrator
            || !user.ReadOnly.Any(other => Touch(segments, other)) && !folder.AllDocuments().Any(document => document.checkedOut);
        if (!mayDelete || disallowFolderDelete.Any(other => Touch(segments, other))) throw new Refusal("Access denied.");
        FindFolder(Parent(segments)).Folders.Remove(folder.Name);
    }

    public void DeleteLibrary(Session session, string name)
    {
        if (!session.User.Seed.administrator) throw new Refusal("[1573] Only the system administrator can perform this operation");
        var segments = Segments(name);
        if (segments.Length != 1 || FindFolder(segments) == null) throw new Refusal("[115] Domain not found");
        root.Folders.Remove(segments[0]);
    }

    public Folder CreateFolder(Session session, string path)
    {
        var segments = Segments(path);
        if (segments.Length == 1) throw new Refusal("Root level folders cannot be created");
        if (segments.Length == 0 || FindFolder(segments.Take(1).ToArray()) == null) throw new Refusal("Folder not found.");
        if (!session.User.Seed.administrator && session.User.ReadOnly.Any(other => Covers(other, segments)))
            throw new Refusal("Access denied");
        segments[segments.Length - 1] = Sanitized(segments.Last());
        if (FindFolder(segments) != null) throw new Refusal("Folder name already exists");
        return MakeFolder(segments);
    }

    public void DeleteDocument(Session session, string path)
    {
        var segments = Segments(path);
        var document = FindDocument(segments);
        if (document == null) throw new Refusal("Document not found");
        if (!session.User.Seed.administrator && session.User.ReadOnly.Any(other => Covers(other, segments)))
            throw new Refusal("Access denied");
        FindFolder(Parent(segments)).Documents.Remove(document.Name);
    }

    public IEnumerable<string> FolderPaths { get { return root.AllFolders("").OrderBy(path => path, StringComparer.Ordinal); } }

    public IEnumerable<string> DocumentPaths { get { return root.AllDocumentPaths("").OrderBy(path => path, StringComparer.Ordinal); } }

    Folder FindFolder(string[] segments)
    {
        var folder = root;
        foreach (var segment in segments)
            if (!folder.Folders.TryGetValue(segment, out folder)) return null;
        return folder;
    }

    SeedDocument FindDocument(string[] segments)
    {
        SeedDocument document;
        var folder = segments.Length < 2 ? null : FindFolder(Parent(segments));
        return folder != null && folder.Documents.TryGetValue(segments.Last(), out document) ? document : null;
    }

    Folder MakeFolder(string[] segments)
    {
        var folder = root;
        foreach (var segment in segments)
        {
            Folder next;
            if (!folder.Folders.TryGetValue(segment, out next))
                next = folder.Folders[segment] = new Folder { Name = segment, Id = ++lastId };
            folder = next;
        }
        return folder;
    }

    static string[] Segments(string path)
    {
        return (path ?? "").Split(new[] { '/', '\\' }, StringSplitOptions.RemoveEmptyEntries);
    }

    static string[] Parent(string[] segments)
    {
        return segments.Take(segments.Length - 1).ToArray();
    }

    static bool Covers(string[] above, string[] below)
    {
        return above.Length <= below.Length && above.SequenceEqual(below.Take(above.Length), StringComparer.OrdinalIgnoreCase);
    }

    static bool Touch(string[] one, string[] other)
    {
        return Covers(one, other) || Covers(other, one);
    }

    /// What CreateFolder makes of a name: see "The name is cleaned before it is used" on its page.
    static string Sanitized(string name)
    {
        name = Regex.Replace(name, "[/\\\\:*?\"<>|#\t%&+]", "_");
        name = Regex.Replace(name, "\\.{2,}", ".");
        name = Regex.Replace(name, " {2,}", " ");
        return name.Trim('.').Trim();
    }

    // Download handlers

    public Values Stage(Session session, string path, int preferredChunkSize, int version)
    {
        var document = FindDocument(Segments(path));
        if (document == null) throw new Refusal("Document not found");
        var index = version == 0 ? document.versions.Count - 1 : version / 1000000 - 1;
        if (version % 1000000 != 0 || index < 0 || index >= document.versions.Count) throw new Refusal("Invalid version number");
        if (document.offline) throw new Refusal("Offline document error");
        var bytes = Convert.FromBase64String(document.versions[index]);
        return new Values
        {
            { "Size", bytes.Length },
            { "ContentType", document.contentType },
            { "ModificationDate", document.modified },
            { "VersionNumber", version },
            { "AlterDocumentName", document.Name },
            { "RenderedContent", "false" },
            { "CRC32", Crc32(bytes) },
            { "ChunkSize", Math.Max(minimumChunkSize, Math.Min(MaximumChunkSize, preferredChunkSize)) },
            { "downloadhandler", AddHandler(session, bytes) },
        };
    }

    public Values StageZip(Session session, string paths, bool partialResult)
    {
        var entries = (paths ?? "").Split('|').SelectMany(Entries).ToList();
        if (entries.Count == 0) throw new Refusal("No valid paths");
        var offline = entries.Where(entry => entry.Document.offline).ToList();
        var staged = entries.Except(offline).Select(entry => new { entry.Name, Bytes = Convert.FromBase64String(entry.Document.versions.Last()) }).ToList();
        if (staged.Count > MaximumZipCount || staged.Sum(entry => (long)entry.Bytes.Length) > MaximumZipSize)
            throw new Refusal("Zip size or count restriction exceeded");
        var values = new Values();
        values.Items.AddRange(offline.Select(entry => new KeyValuePair<string, string>(entry.Path, "Offline document error")));
        if (offline.Count > 0 && !partialResult) throw new Refusal("[log]", values);
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, true))
            foreach (var entry in staged)
                using (var stream = archive.CreateEntry(entry.Name).Open()) stream.Write(entry.Bytes, 0, entry.Bytes.Length);
        values.Add("downloadhandler", AddHandler(session, zip.ToArray()));
        values.Add("error", offline.Count > 0 ? "[log]" : "");
        return values;
    }

    public Values ReadChunk(Session session, Guid guid, int startOffset, int chunkSize)
    {
        Handler handler;
        if (!Handlers.TryGetValue(guid, out handler) || handler.Session != session) throw new Refusal("Handler not found");
        var bytes = handler.Bytes;
        if (startOffset < 0 || startOffset > bytes.Length || chunkSize <= 0)
            throw new Refusal("SystemError:Specified argument was out of the range of valid values.");
        var chunk = bytes.Skip(startOffset).Take(chunkSize).ToArray();
        return new Values
        {
            { "filelength", bytes.Length },
            { "chunklength", chunk.Length },
            { "lastchunk", (long)startOffset + chunkSize >= bytes.Length ? "true" : "false" },
            { "chunkCRC32", Crc32(chunk) },
        }.WithText(Convert.ToBase64String(chunk));
    }

    /// Removes the handler of this session; that of another one stays, and neither case is an error.
    public void DeleteHandler(Session session, Guid guid)
    {
        Handler handler;
        if (Handlers.TryGetValue(guid, out handler) && handler.Session == session) Handlers.Remove(guid);
    }

    string AddHandler(Session session, byte[] bytes)
    {
        var guid = Guid.NewGuid();
        Handlers[guid] = new Handler { Session = session, Bytes = bytes };
        return guid.ToString();
    }

    IEnumerable<Entry> Entries(string path)
    {
        var segments = Segments(path);
        var document = FindDocument(segments);
        if (document != null) return new[] { new Entry { Path = "/" + string.Join("/", segments), Name = document.Name, Document = document } };
        var folder = segments.Length == 0 ? null : FindFolder(segments);
        return folder == null ? new Entry[0] : folder.Entries("/" + string.Join("/", segments), folder.Name);
    }

    static string Crc32(byte[] bytes)
    {
        var crc = ~0u;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
        }
        return (~crc).ToString("x8");
    }
}

public class Folder
{
    public string Name;
    public int Id;
    public readonly Dictionary<string, Folder> Folders = new Dictionary<string, Folder>(StringComparer.OrdinalIgnoreCase);
    public readonly Dictionary<string, SeedDocument> Documents = new Dictionary<string, SeedDocument>(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<SeedDocument> AllDocuments()
    {
        return Documents.Values.Concat(Folders.Values.SelectMany(folder => folder.AllDocuments()));
    }

    public IEnumerable<string> AllFolders(string path)
    {
        return Folders.Values.SelectMany(folder => new[] { path + "/" + folder.Name }.Concat(folder.AllFolders(path + "/" + folder.Name)));
    }

    public IEnumerable<string> AllDocumentPaths(string path)
    {
        return Entries(path, "").Select(entry => entry.Path);
    }

    public IEnumerable<Entry> Entries(string path, string name)
    {
        return Documents.Values
            .Select(document => new Entry { Path = path + "/" + document.Name, Name = name + "/" + document.Name, Document = document })
            .Concat(Folders.Values.SelectMany(folder => folder.Entries(path + "/" + folder.Name, name + "/" + folder.Name)));
    }
}

/// A document on its way into a zip: where it is, and what it is called in there.
public class Entry
{
    public string Path;
    public string Name;
    public SeedDocument Document;
}

public class User
{
    public int Id;
    public string Name;
    public SeedUser Seed;
    public List<string[]> ReadOnly;
}

public class Session
{
    public Guid Ticket;
    public User User;
    public DateTime ExpiresAt;
}

public class Handler
{
    public Session Session;
    public byte[] Bytes;
}

public class Failure
{
    public string Operation;
    public string With;
    /// Calls that are still to fail.
    public int Times;
}

public class Request
{
    public string Operation;
    public Values Arguments;
    public string Error;
}
