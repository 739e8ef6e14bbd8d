<%@ WebService Class="Srv" %>
