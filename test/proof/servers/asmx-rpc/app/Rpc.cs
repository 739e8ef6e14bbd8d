using System;
using System.Globalization;
using System.Web.Services;
using System.Web.Services.Protocols;
using System.Xml;
using System.Xml.Serialization;

public enum Colour
{
    Red,
    [SoapEnum("dark green")] DarkGreen,
}

public class Values
{
    public string Text;
    public long Big;
    public decimal Amount;
    public double Ratio;
    public DateTime At;
    public byte[] Data;
    public bool Yes;
    public Colour Colour;
    public string Nothing;
}

public class Row
{
    public int[] Cells;
}

public class Lists
{
    public string[] Names;
    public Row[] Rows;
    public int[][] Jagged;
    public object[] Mixed;
}

[SoapInclude(typeof(Dog)), SoapInclude(typeof(Puppy))]
public class Animal
{
    public string Name;
    public Animal Friend;
}

public class Dog : Animal
{
    public int Tricks;
}

public class Puppy : Dog
{
    public int Weeks;
}

public class Session : SoapHeader
{
    public string User;
}

[WebService(Namespace = "urn:rpc"), SoapRpcService, SoapInclude(typeof(Dog)), SoapInclude(typeof(Puppy))]
public class Rpc : WebService
{
    public Session session;

    [WebMethod]
    public Values EchoValues(Values value) { return value; }

    /// What ASMX read, member by member.
    [WebMethod]
    public string DescribeValues(Values value)
    {
        var at = value.At.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture);
        return string.Join("|", value.Text, value.Big, value.Amount.ToString(CultureInfo.InvariantCulture), at,
            Convert.ToBase64String(value.Data), value.Yes, value.Colour, value.Nothing ?? "null");
    }

    [WebMethod]
    public Lists EchoLists(Lists value) { return value; }

    /// The lengths of the arrays that ASMX read, and the types of the mixed items.
    [WebMethod]
    public string DescribeLists(Lists value)
    {
        Func<Array, string> count = array => array == null ? "null" : array.Length.ToString();
        var counts = string.Join(",", count(value.Names), count(value.Rows), count(value.Jagged), count(value.Mixed));
        return counts + ":" + string.Join(",", Array.ConvertAll(value.Mixed ?? new object[0], Show));
    }

    static string Show(object value) { return value == null ? "null" : value.GetType().Name; }

    [WebMethod]
    public string[] EchoTexts(string[] value) { return value; }

    [WebMethod]
    public int[][] EchoJagged(int[][] value) { return value; }

    [WebMethod]
    public Animal EchoAnimal(Animal value) { return value; }

    [WebMethod]
    public Animal[] EchoZoo(Animal[] value) { return value; }

    [WebMethod]
    public string DescribeZoo(Animal[] value) { return string.Join(",", Array.ConvertAll(value, Show)); }

    [WebMethod]
    public string EchoText(string value) { return value; }

    [WebMethod]
    public void Split(string text, out string head, ref int count)
    {
        head = text.Split(' ')[0];
        count += text.Split(' ').Length;
    }

    [WebMethod, SoapHeader("session")]
    public string Greet() { return "Hello, " + (session == null ? "stranger" : session.User); }

    [WebMethod, SoapRpcMethod(OneWay = true)]
    public void Notify(string text) { }

    [WebMethod]
    public int Divide(int dividend, int divisor)
    {
        if (divisor == 13)
        {
            var detail = new XmlDocument().CreateElement("detail");
            detail.AppendChild(detail.OwnerDocument.CreateElement("r", "Reason", "urn:rpc")).InnerText = "no 13 & no <13>";
            throw new SoapException("superstition", SoapException.ClientFaultCode, "urn:actor", detail);
        }
        return dividend / divisor;
    }
}
