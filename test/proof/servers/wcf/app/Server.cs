using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.Serialization;
using System.ServiceModel;
using System.ServiceModel.Description;
using System.Threading;

[DataContract(Namespace = "urn:wcf:types")]
public enum Colour
{
    [EnumMember(Value = "red")] Red,
    [EnumMember(Value = "darkGreen")] DarkGreen,
}

[DataContract(Namespace = "urn:wcf:types")]
public class Values
{
    [DataMember(IsRequired = true)] public string Text;
    [DataMember] public long Big;
    [DataMember] public decimal Amount;
    [DataMember] public double Ratio;
    [DataMember] public DateTime At;
    [DataMember] public TimeSpan Span;
    [DataMember] public Guid Id;
    [DataMember] public byte[] Data;
    [DataMember] public bool Yes;
    [DataMember] public Colour Colour;
    [DataMember] public Colour? MaybeColour;
    [DataMember] public int? Number;
    [DataMember] public DateTime? Moment;
    [DataMember(EmitDefaultValue = false)] public string Optional;
    [DataMember] public char Letter;
}

[DataContract(Namespace = "urn:wcf:types")]
public class Lists
{
    [DataMember] public List<string> Names;
    [DataMember] public int?[] Numbers;
    [DataMember] public int[][] Jagged;
    [DataMember] public Dictionary<string, int> Counts;
    [DataMember] public Dictionary<int, Animal> Cages;
}

[DataContract(Namespace = "urn:wcf:animals"), KnownType(typeof(Dog)), KnownType(typeof(Puppy))]
public class Animal
{
    [DataMember] public string Name;
}

[DataContract(Namespace = "urn:wcf:animals")]
public class Dog : Animal
{
    [DataMember] public int Tricks;
}

[DataContract(Namespace = "urn:wcf:animals")]
public class Puppy : Dog
{
    [DataMember] public int Weeks;
}

[DataContract(Namespace = "urn:wcf:faults")]
public class Division
{
    [DataMember] public int Dividend;
    [DataMember] public string Hint;
}

[ServiceContract(Namespace = "urn:wcf")]
public interface IService
{
    [OperationContract] Values EchoValues(Values value);
    [OperationContract] string DescribeValues(Values value);
    [OperationContract] Lists EchoLists(Lists value);
    [OperationContract] int[] CountItems(Lists value);
    [OperationContract] Animal EchoAnimal(Animal value);
    [OperationContract] Animal[] EchoZoo(Animal[] value);
    [OperationContract] string Describe(Animal value);
    [OperationContract] int? EchoNullable(int? value);
    [OperationContract] string EchoText(string value);
    [OperationContract] object EchoObject(object value);
    [OperationContract] Dictionary<string, string> Reverse(Dictionary<string, string> value);
    [OperationContract] string Split(string text, out int count);
    [OperationContract(IsOneWay = true)] void Notify(string text);
    [OperationContract, FaultContract(typeof(Division))] int Divide(int dividend, int divisor);
}

[ServiceBehavior(Namespace = "urn:wcf", IncludeExceptionDetailInFaults = false)]
public class Service : IService
{
    public Values EchoValues(Values value) { return value; }

    /// What WCF read, member by member.
    public string DescribeValues(Values value)
    {
        var at = value.At.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture);
        return string.Join("|", value.Text, value.Big, value.Amount.ToString(CultureInfo.InvariantCulture), at, value.Span,
            value.Id, Convert.ToBase64String(value.Data), value.Yes, value.Colour, Show(value.MaybeColour), Show(value.Number),
            Show(value.Optional), value.Letter);
    }

    static string Show(object value) { return value == null ? "null" : "[" + value + "]"; }

    public Lists EchoLists(Lists value) { return value; }

    public int[] CountItems(Lists value)
    {
        Func<System.Collections.ICollection, int> count = items => items == null ? -1 : items.Count;
        return new[] { count(value.Names), count(value.Numbers), count(value.Jagged), count(value.Counts), count(value.Cages) };
    }

    public Animal EchoAnimal(Animal value) { return value; }
    public Animal[] EchoZoo(Animal[] value) { return value; }
    public string Describe(Animal value) { return value == null ? "none" : value.GetType().Name + " " + value.Name; }
    public int? EchoNullable(int? value) { return value; }
    public string EchoText(string value) { return value; }
    public object EchoObject(object value) { return value; }

    public Dictionary<string, string> Reverse(Dictionary<string, string> value)
    {
        return value.ToDictionary(entry => entry.Value, entry => entry.Key);
    }

    public string Split(string text, out int count)
    {
        var words = text.Split(' ');
        count = words.Length;
        return words[0];
    }

    public void Notify(string text) { }

    public int Divide(int dividend, int divisor)
    {
        if (divisor == 0)
        {
            var division = new Division { Dividend = dividend, Hint = "not by <0> & co" };
            throw new FaultException<Division>(division, "division by zero", FaultCode.CreateSenderFaultCode("Zero", "urn:wcf"));
        }
        if (divisor == 13)
        {
            throw new FaultException("no 13 & no <13>");
        }
        if (divisor == 14)
        {
            throw new InvalidOperationException("not for clients");
        }
        return dividend / divisor;
    }
}

/// Serves until it is killed. usage: Server.exe PORT
public static class Server
{
    public static void Main(string[] arguments)
    {
        var address = new Uri("http://127.0.0.1:" + arguments[0] + "/service");
        var host = new ServiceHost(typeof(Service), address);
        host.Description.Behaviors.Add(new ServiceMetadataBehavior { HttpGetEnabled = true });
        host.AddServiceEndpoint(typeof(IService), new BasicHttpBinding { Namespace = "urn:wcf" }, "");
        host.Open();
        Thread.Sleep(Timeout.Infinite);
    }
}
