using System;
using System.Data;
using System.Globalization;
using System.Linq;
using System.Web.Services;
using System.Web.Services.Protocols;
using System.Xml;
using System.Xml.Schema;
using System.Xml.Serialization;

public enum Colour
{
    [XmlEnum("red")] Red,
    [XmlEnum("dark green")] DarkGreen,
}

public class Values
{
    public string Text;
    public long Big;
    public ulong Huge;
    public decimal Amount;
    public double Ratio;
    public DateTime At;
    [XmlElement(DataType = "date")] public DateTime Day;
    public byte[] Data;
    public bool Yes;
    public Colour Colour;
    public int? Number;
    public DateTime? Moment;
    [XmlElement(IsNullable = true)] public string Nullable;
    public string Optional;
    public Guid Id;
    [XmlAttribute] public int Version;
    [XmlAttribute] public string Note;
}

public class Row
{
    [XmlArrayItem("Cell")] public int[] Cells;
    [XmlElement("Tag")] public string[] Tags;
}

public class Lists
{
    public string[] Names;
    public int?[] Numbers;
    public int[][] Jagged;
    public Row[] Rows;
}

[XmlInclude(typeof(Dog)), XmlInclude(typeof(Cat))]
public abstract class Animal
{
    public string Name;
}

public class Dog : Animal
{
    public int Tricks;
}

[XmlInclude(typeof(Kitten))]
public class Cat : Animal
{
    public bool? Purrs;
}

public class Kitten : Cat
{
    public int Weeks;
}

public class Payment
{
    [XmlElement("Cash", typeof(decimal))]
    [XmlElement("Card", typeof(Card))]
    [XmlElement("Voucher", typeof(string))]
    public object By;
}

public class Card
{
    public string Number;
}

public class Session : SoapHeader
{
    public string User;
}

[WebService(Namespace = "urn:rich")]
public class Rich : WebService
{
    public Session session;

    [WebMethod]
    public Values EchoValues(Values value) { return value; }

    /// What ASMX read, member by member.
    [WebMethod]
    public string DescribeValues(Values value)
    {
        var at = value.At.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture);
        return string.Join("|", value.Text, value.Big, value.Huge, value.Amount.ToString(CultureInfo.InvariantCulture), at,
            value.Day.ToString("yyyy-MM-dd"), Convert.ToBase64String(value.Data), value.Yes, value.Colour, Show(value.Number),
            Show(value.Nullable), Show(value.Optional), value.Id, value.Version, Show(value.Note));
    }

    static string Show(object value) { return value == null ? "null" : "[" + value + "]"; }

    [WebMethod]
    public Lists EchoLists(Lists value) { return value; }

    [WebMethod]
    public int[] CountItems(Lists value)
    {
        Func<Array, int> count = array => array == null ? -1 : array.Length;
        return new[] { count(value.Names), count(value.Numbers), count(value.Jagged), count(value.Rows) };
    }

    [WebMethod]
    public Animal EchoAnimal(Animal value) { return value; }

    [WebMethod]
    public Animal[] EchoZoo(Animal[] value) { return value; }

    [WebMethod]
    public string Describe(Animal value) { return value == null ? "none" : value.GetType().Name + " " + value.Name; }

    [WebMethod]
    public Payment EchoPayment(Payment value) { return value; }

    [WebMethod]
    public string DescribePayment(Payment value) { return value.By.GetType().Name; }

    [WebMethod]
    public int? EchoNullable(int? value) { return value; }

    [WebMethod]
    public string EchoText(string value) { return value; }

    [WebMethod]
    public XmlElement EchoXml(XmlElement value) { return value; }

    [WebMethod]
    public DataSet EchoDataSet(DataSet value) { return value; }

    [WebMethod]
    public DataSet Staff()
    {
        var staff = new DataSet("Staff") { Namespace = "urn:staff" };
        var people = staff.Tables.Add("Person");
        people.Columns.Add("Name", typeof(string));
        people.Columns.Add("Salary", typeof(decimal));
        people.Rows.Add("安娜 & <Bob> 😀", 1234567.89m);
        people.Rows.Add("Eve", DBNull.Value);
        return staff;
    }

    [WebMethod]
    public void Split(string text, out string head, ref int count)
    {
        head = text.Split(' ')[0];
        count += text.Split(' ').Length;
    }

    [WebMethod, SoapHeader("session", Direction = SoapHeaderDirection.InOut)]
    public string Greet()
    {
        if (session == null)
        {
            return "Hello, stranger";
        }
        var greeting = "Hello, " + session.User;
        session.User = new string(session.User.Reverse().ToArray());
        return greeting;
    }

    [WebMethod, SoapDocumentMethod(OneWay = true)]
    public void Notify(string text) { }

    [WebMethod, SoapDocumentMethod(ParameterStyle = SoapParameterStyle.Bare)]
    public Row Bare([XmlElement(IsNullable = true)] Row value) { return value; }

    [WebMethod]
    public int Divide(int dividend, int divisor)
    {
        if (divisor == 13)
        {
            var document = new XmlDocument();
            var detail = document.CreateElement("detail");
            detail.AppendChild(document.CreateElement("r", "Reason", "urn:rich")).InnerText = "no 13 & no <13>";
            throw new SoapException("superstition", SoapException.ClientFaultCode, "urn:actor", detail);
        }
        return dividend / divisor;
    }
}
