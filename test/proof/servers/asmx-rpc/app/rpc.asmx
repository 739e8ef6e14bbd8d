<%@ WebService Class="Rpc" %>
