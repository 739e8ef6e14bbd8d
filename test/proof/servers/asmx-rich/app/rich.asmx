<%@ WebService Class="Rich" %>
