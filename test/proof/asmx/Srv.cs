using System;
using System.Collections.Generic;
using System.Linq;
using System.Web;
using System.Web.Services;
using System.Xml;

/// The contract of wsdl/srv.wsdl. Each method says its errors as the older API page of its operation spells them;
/// the state knows what newer servers make of them.
[WebService(Namespace = "http://tempuri.org/")]
public class Srv : WebService
{
    // How the pages spell success and failure: DeleteFolder's family, the handlers and DeleteDomain, the rest.
    protected static readonly Convention FolderPage = new Convention("response", emptyError: false, successFalse: false);
    static readonly Convention HandlerPage = new Convention("response", emptyError: true, successFalse: true);
    static readonly Convention DownloadPage = new Convention("response", emptyError: false, successFalse: true);
    static readonly Convention SessionPage = new Convention("root", emptyError: false, successFalse: true);
    static readonly Convention ZipPage = new Convention("Response", emptyError: true, successFalse: true);

    [WebMethod]
    public XmlElement DeleteFolder(string authenticationTicket, string Path)
    {
        return Answer("DeleteFolder", FolderPage, new Values { { "Path", Path } }, state =>
        {
            var session = state.Open(authenticationTicket);
            state.DeleteFolder(session, Path);
            return new Values();
        });
    }

    [WebMethod]
    public XmlElement DeleteDownloadHandler(string authenticationTicket, string DownloadHandler)
    {
        return Answer("DeleteDownloadHandler", HandlerPage, new Values { { "DownloadHandler", DownloadHandler } }, state =>
        {
            var handler = RequireGuid(DownloadHandler, "bad Request");
            state.DeleteHandler(state.Open(authenticationTicket), handler);
            return new Values();
        });
    }

    [WebMethod]
    public XmlElement AuthenticateUser(string UID, string PWD)
    {
        return Answer("AuthenticateUser", SessionPage, new Values { { "UID", UID } }, state =>
        {
            var session = state.LogIn(UID, PWD);
            return new Values { { "ticket", session.Ticket.ToString() } }.With(Profile(session));
        });
    }

    [WebMethod]
    public XmlElement isValidTicket(string AuthenticationTicket)
    {
        return Answer("isValidTicket", SessionPage, new Values(), state => Profile(state.Find(AuthenticationTicket ?? TicketCookie)));
    }

    [WebMethod]
    public XmlElement LogOut(string AuthenticationTicket)
    {
        return Answer("LogOut", SessionPage, new Values(), state =>
        {
            state.LogOut(state.Find(AuthenticationTicket ?? TicketCookie));
            return new Values();
        });
    }

    [WebMethod]
    public XmlElement GetDownloadHandler(string AuthenticationTicket, string Path, int PreferedChunkSize)
    {
        var arguments = new Values { { "Path", Path }, { "PreferedChunkSize", PreferedChunkSize } };
        return Answer("GetDownloadHandler", DownloadPage, arguments,
            state => state.Stage(state.Open(AuthenticationTicket), Path, PreferedChunkSize, 0));
    }

    [WebMethod]
    public XmlElement GetDownloadHandlerByVersion(string AuthenticationTicket, string Path, int PreferedChunkSize, int VersionNumber)
    {
        var arguments = new Values { { "Path", Path }, { "PreferedChunkSize", PreferedChunkSize }, { "VersionNumber", VersionNumber } };
        return Answer("GetDownloadHandlerByVersion", DownloadPage, arguments,
            state => state.Stage(state.Open(AuthenticationTicket), Path, PreferedChunkSize, VersionNumber));
    }

    [WebMethod]
    public XmlElement DownloadZipWithHandler(string authenticationTicket, string Paths, bool partialResult)
    {
        var arguments = new Values { { "Paths", Paths }, { "partialResult", partialResult } };
        return Answer("DownloadZipWithHandler", ZipPage, arguments,
            state => state.StageZip(state.Open(authenticationTicket), Paths, partialResult));
    }

    [WebMethod]
    public XmlElement DownloadFileChunk(string authenticationTicket, string DownloadHandler, int StartOffset, int ChunkSize)
    {
        var arguments = new Values { { "DownloadHandler", DownloadHandler }, { "StartOffset", StartOffset }, { "ChunkSize", ChunkSize } };
        return Answer("DownloadFileChunk", DownloadPage, arguments, state =>
        {
            var handler = RequireGuid(DownloadHandler, "Invalid download handler. (guid)");
            return state.ReadChunk(state.Open(authenticationTicket), handler, StartOffset, ChunkSize);
        });
    }

    [WebMethod]
    public XmlElement DeleteUploadHandler(string authenticationTicket, string UploadHandler)
    {
        return Answer("DeleteUploadHandler", HandlerPage, new Values { { "UploadHandler", UploadHandler } }, state =>
        {
            RequireGuid(UploadHandler, "bad Request");
            state.Open(authenticationTicket);
            return new Values();
        });
    }

    [WebMethod]
    public XmlElement DeleteDomain(string authenticationTicket, string DomainName)
    {
        return Answer("DeleteDomain", HandlerPage, new Values { { "DomainName", DomainName } }, state =>
        {
            var session = state.Open(authenticationTicket);
            state.DeleteLibrary(session, DomainName);
            return new Values();
        });
    }

    [WebMethod]
    public XmlElement CreateFolder(string authenticationTicket, string Path)
    {
        return Answer("CreateFolder", FolderPage, new Values { { "Path", Path } }, state =>
        {
            var folder = state.CreateFolder(state.Open(authenticationTicket), Path);
            return new Values { { "FolderId", folder.Id }, { "FolderName", folder.Name } };
        });
    }

    [WebMethod]
    public XmlElement FolderExists(string authenticationTicket, string Path)
    {
        return Answer("FolderExists", FolderPage, new Values { { "Path", Path } }, state =>
        {
            state.Open(authenticationTicket);
            if (state.FindFolder(Path) == null) throw new Refusal("Folder not found.");
            return new Values();
        });
    }

    [WebMethod]
    public XmlElement DeleteDocument(string authenticationTicket, string Path)
    {
        return Answer("DeleteDocument", SessionPage, new Values { { "Path", Path } }, state =>
        {
            var session = state.Open(authenticationTicket);
            state.DeleteDocument(session, Path);
            return new Values();
        });
    }

    static Values Profile(Session session)
    {
        return new Values
        {
            { "userid", session.User.Id },
            { "username", session.User.Name },
            { "firstName", "" },
            { "lastName", "" },
            { "fullname", session.User.Name },
            { "email", "" },
            { "expireOn", session.ExpiresAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") },
            { "isAuthenticated", "True" },
        };
    }

    static Guid RequireGuid(string text, string error)
    {
        Guid guid;
        if (!Guid.TryParse(text, out guid)) throw new Refusal(error);
        return guid;
    }

    string TicketCookie
    {
        get
        {
            var cookie = Context.Request.Cookies["ticket"];
            return cookie == null ? null : cookie.Value;
        }
    }

    /// Runs an operation and writes what came of it: its attributes, or the error of a Refusal. Any other exception
    /// leaves the method and becomes a soap:Fault. `arguments` holds no ticket and no password: it is recorded.
    protected static XmlElement Answer(string operation, Convention convention, Values arguments, Func<State, Values> run)
    {
        lock (State.Gate)
        {
            var state = State.Current;
            var request = state.Record(operation, arguments);
            // The page of AuthenticateUser is as it was, with [900].
            var dialect = operation == "AuthenticateUser" ? "brackets" : state.Dialect;
            try
            {
                state.FailIfAsked(operation, arguments);
                var answer = convention.Success(state.Spelling, dialect, run(state));
                state.Count(operation);
                return answer;
            }
            catch (Refusal refusal)
            {
                var wording = state.WordingOf(refusal.Message, dialect);
                request.Error = wording.error;
                return convention.Failure(wording, dialect, refusal.Values);
            }
        }
    }
}

/// Root element and attributes that a page of the documentation shows.
public class Convention
{
    readonly string root;
    readonly bool emptyError;
    readonly bool successFalse;

    public Convention(string root, bool emptyError, bool successFalse)
    {
        this.root = root;
        this.emptyError = emptyError;
        this.successFalse = successFalse;
    }

    public XmlElement Success(Spelling spelling, string dialect, Values values)
    {
        var error = spelling.error ?? (emptyError || dialect == "errorCode" ? "empty" : "absent");
        var errorCode = spelling.errorCode ?? (dialect == "errorCode" ? "zero" : "absent");
        var element = Element(spelling.root ?? root);
        element.SetAttribute("success", spelling.success ?? "true");
        if (error == "empty") element.SetAttribute("error", "");
        if (errorCode != "absent") element.SetAttribute("errorCode", errorCode == "zero" ? "0" : "");
        return Fill(element, values);
    }

    public XmlElement Failure(Wording wording, string dialect, Values values)
    {
        var element = Element(root);
        if (successFalse || dialect == "errorCode") element.SetAttribute("success", "false");
        element.SetAttribute("error", wording.error);
        if (dialect == "errorCode") element.SetAttribute("errorCode", wording.errorCode);
        if (root == "Response") element.SetAttribute("downloadhandler", "");
        return Fill(element, values);
    }

    static XmlElement Element(string name)
    {
        return new XmlDocument().CreateElement(name);
    }

    static XmlElement Fill(XmlElement element, Values values)
    {
        foreach (var value in values.Where(value => value.Key != ""))
            element.SetAttribute(value.Key, Convert.ToString(value.Value));
        if (values.Text != null) element.InnerText = values.Text;
        foreach (var folder in values.Folders)
        {
            var child = element.OwnerDocument.CreateElement("folder");
            child.SetAttribute("id", folder.Id.ToString());
            child.SetAttribute("name", folder.Name);
            element.AppendChild(child);
        }
        foreach (var item in values.Items)
        {
            var child = element.OwnerDocument.CreateElement("item");
            child.SetAttribute("path", item.Key);
            child.SetAttribute("error", item.Value);
            element.AppendChild(child);
        }
        return element;
    }
}

/// Names and values in order: the arguments of a request, or the attributes of an answer with its content.
public class Values : List<KeyValuePair<string, object>>
{
    public string Text;
    public readonly List<Folder> Folders = new List<Folder>();
    public readonly List<KeyValuePair<string, string>> Items = new List<KeyValuePair<string, string>>();

    public void Add(string name, object value)
    {
        Add(new KeyValuePair<string, object>(name, value));
    }

    public Values WithText(string text)
    {
        Text = text;
        return this;
    }

    public Values WithFolders(IEnumerable<Folder> folders)
    {
        Folders.AddRange(folders);
        return this;
    }

    public Values With(Values others)
    {
        AddRange(others);
        return this;
    }
}

/// The service says no. The message is the text of the documentation's older pages, whatever the dialect.
public class Refusal : Exception
{
    public readonly Values Values;

    public Refusal(string error, Values values = null) : base(error)
    {
        Values = values ?? new Values();
    }
}
