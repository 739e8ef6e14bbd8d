using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Web;
using System.Web.Script.Serialization;

/// The tests' way in, beside the contract: `control.ashx?do=seed` and so on, state and answers as JSON.
public class Control : IHttpHandler
{
    public bool IsReusable { get { return true; } }

    public void ProcessRequest(HttpContext context)
    {
        var json = new JavaScriptSerializer { MaxJsonLength = int.MaxValue };
        var query = context.Request.QueryString;
        object answer = null;
        lock (State.Gate)
        {
            switch (query["do"])
            {
                case "seed":
                    State.Current = new State(json.Deserialize<Seed>(new StreamReader(context.Request.InputStream).ReadToEnd()));
                    break;
                case "ticket":
                    answer = State.Current.StartSession(query["user"]).Ticket.ToString();
                    break;
                case "expire-tickets":
                    State.Current.ExpireTickets();
                    break;
                case "fail-next":
                    State.Current.FailNext(query["operation"], query["with"], int.Parse(query["times"] ?? "1"));
                    break;
                case "show":
                    answer = Show(State.Current);
                    break;
                default:
                    context.Response.StatusCode = 404;
                    break;
            }
        }
        context.Response.ContentType = "application/json";
        context.Response.Write(json.Serialize(answer));
    }

    static object Show(State state)
    {
        return new
        {
            folders = state.FolderPaths,
            documents = state.DocumentPaths,
            handlers = state.Handlers.Keys.Select(guid => guid.ToString()),
            executions = state.Executions,
            requests = state.Requests.Select(request => new
            {
                operation = request.Operation,
                values = request.Arguments.ToDictionary(argument => argument.Key, argument => argument.Value),
                error = request.Error,
            }),
        };
    }
}

// What the tests send, in the words of src/testing.

public class Seed
{
    public List<string> folders = new List<string>();
    public List<SeedDocument> documents = new List<SeedDocument>();
    public List<SeedUser> users = new List<SeedUser>();
    public List<SeedTicket> tickets = new List<SeedTicket>();
    public List<string> disallowFolderDelete = new List<string>();
    public Spelling spelling = new Spelling();
    public string dialect = "errorCode";
    /// What refusals have become with an errorCode and in brackets, in a language, by the text of the older pages.
    public Dictionary<string, Wording> wordings = new Dictionary<string, Wording>();
    public Dictionary<string, Wording> bracketWordings = new Dictionary<string, Wording>();
    public double ticketLifetimeInMs = 2592000000;
    public int minimumChunkSize = 262144;
}

public class SeedDocument
{
    public string path;
    /// Base64, the oldest first.
    public List<string> versions;
    public string contentType;
    public string modified;
    public bool checkedOut;
    public bool offline;
    internal string Name;
}

public class SeedUser
{
    public string name;
    public string password;
    public bool administrator;
    public bool mayHaveTickets = true;
    public List<string> readOnly = new List<string>();
}

public class SeedTicket
{
    public string ticket;
    public string user;
}

/// How to spell success, where it shall not be as on the operation's page.
public class Spelling
{
    public string root;
    public string success;
    public string error;
    public string errorCode;
}

/// A refusal as the server words it.
public class Wording
{
    public string error;
    public string errorCode;
}
