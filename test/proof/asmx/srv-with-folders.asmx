<%@ WebService Class="SrvWithFolders" %>
