using System.Linq;
using System.Web.Services;
using System.Xml;

/// The contract of wsdl/srv.wsdl with an operation more: that of a server from which a user generates.
[WebService(Namespace = "http://tempuri.org/", Name = "Srv")]
public class SrvWithFolders : Srv
{
    [WebMethod]
    public XmlElement GetFolders1(string authenticationTicket, string Path)
    {
        return Answer("GetFolders1", FolderPage, new Values { { "Path", Path } }, state =>
        {
            state.Open(authenticationTicket);
            var folder = state.FindFolder(Path);
            if (folder == null) throw new Refusal("Folder not found.");
            return new Values().WithFolders(folder.Folders.Values.OrderBy(child => child.Id));
        });
    }
}
