using System.Text.Json;

namespace DockerPS.Engine;

/// <summary>
/// Reads the list of containers token by token. Every user waits for the first list of a session, and starting the serializer would take a
/// third of that time; all other responses are read by the serializer.
/// </summary>
/// <remarks>Source: Engine API, <c>GET /containers/json</c>.</remarks>
static class ContainerListReader
{
    /// <summary>The containers in a response.</summary>
    /// <param name="json">The response.</param>
    /// <param name="engine">The address of the engine.</param>
    /// <param name="hasSizes">Whether sizes were requested: engines omit those of 0 bytes.</param>
    /// <exception cref="JsonException">The response is not a list of containers.</exception>
    public static Container[] Read(ReadOnlySpan<byte> json, string engine, bool hasSizes)
    {
        var reader = new Utf8JsonReader(json);
        var containers = new List<Container>();
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray);
        while (Next(ref reader, JsonTokenType.EndArray))
        {
            Expect(reader.TokenType == JsonTokenType.StartObject);
            containers.Add(ContainerMapping.ToContainer(ReadItem(ref reader), engine, hasSizes));
        }
        return [.. containers];
    }

    static ContainerListItem ReadItem(ref Utf8JsonReader reader)
    {
        var item = new ContainerListItem();
        while (Next(ref reader, JsonTokenType.EndObject))
        {
            if (IsValue(ref reader, "Id"u8))
                item.Id = reader.GetString() ?? "";
            else if (IsValue(ref reader, "Names"u8))
                item.Names = ReadTexts(ref reader);
            else if (IsValue(ref reader, "Image"u8))
                item.Image = reader.GetString();
            else if (IsValue(ref reader, "ImageID"u8))
                item.ImageID = reader.GetString();
            else if (IsValue(ref reader, "Command"u8))
                item.Command = reader.GetString();
            else if (IsValue(ref reader, "Created"u8))
                item.Created = reader.GetInt64();
            else if (IsValue(ref reader, "State"u8))
                item.State = reader.GetString();
            else if (IsValue(ref reader, "Status"u8))
                item.Status = reader.GetString();
            else if (IsValue(ref reader, "Ports"u8))
                item.Ports = ReadPorts(ref reader);
            else if (IsValue(ref reader, "Labels"u8))
                item.Labels = ReadPairs(ref reader);
            else if (IsValue(ref reader, "NetworkSettings"u8))
                item.Networks = ReadNetworkSettings(ref reader);
            else if (IsValue(ref reader, "Mounts"u8))
                item.Mounts = ReadMounts(ref reader);
            else if (IsValue(ref reader, "SizeRw"u8))
                item.SizeRw = ReadNumber(ref reader);
            else if (IsValue(ref reader, "SizeRootFs"u8))
                item.SizeRootFs = ReadNumber(ref reader);
            else
                Skip(ref reader);
        }
        return item;
    }

    static PortWire[]? ReadPorts(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var ports = new List<PortWire>();
        while (Next(ref reader, JsonTokenType.EndArray))
        {
            var port = new PortWire();
            while (Next(ref reader, JsonTokenType.EndObject))
            {
                if (IsValue(ref reader, "IP"u8))
                    port.IP = reader.GetString();
                else if (IsValue(ref reader, "PrivatePort"u8))
                    port.PrivatePort = reader.GetInt32();
                else if (IsValue(ref reader, "PublicPort"u8))
                    port.PublicPort = (int?)ReadNumber(ref reader);
                else if (IsValue(ref reader, "Type"u8))
                    port.Type = reader.GetString();
                else
                    Skip(ref reader);
            }
            ports.Add(port);
        }
        return [.. ports];
    }

    static Dictionary<string, EndpointWire>? ReadNetworkSettings(ref Utf8JsonReader reader)
    {
        Dictionary<string, EndpointWire>? networks = null;
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        while (Next(ref reader, JsonTokenType.EndObject))
        {
            if (!IsValue(ref reader, "Networks"u8))
            {
                Skip(ref reader);
                continue;
            }
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            networks = [];
            while (Next(ref reader, JsonTokenType.EndObject))
            {
                string name = ReadName(ref reader);
                networks[name] = ReadEndpoint(ref reader);
            }
        }
        return networks;
    }

    static EndpointWire ReadEndpoint(ref Utf8JsonReader reader)
    {
        var endpoint = new EndpointWire();
        if (reader.TokenType == JsonTokenType.Null)
            return endpoint;
        while (Next(ref reader, JsonTokenType.EndObject))
        {
            if (IsValue(ref reader, "NetworkID"u8))
                endpoint.NetworkID = reader.GetString();
            else if (IsValue(ref reader, "IPAddress"u8))
                endpoint.IPAddress = reader.GetString();
            else if (IsValue(ref reader, "GlobalIPv6Address"u8))
                endpoint.GlobalIPv6Address = reader.GetString();
            else if (IsValue(ref reader, "Gateway"u8))
                endpoint.Gateway = reader.GetString();
            else if (IsValue(ref reader, "MacAddress"u8))
                endpoint.MacAddress = reader.GetString();
            else if (IsValue(ref reader, "Aliases"u8))
                endpoint.Aliases = ReadTexts(ref reader);
            else
                Skip(ref reader);
        }
        return endpoint;
    }

    static MountWire[]? ReadMounts(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var mounts = new List<MountWire>();
        while (Next(ref reader, JsonTokenType.EndArray))
        {
            var mount = new MountWire();
            while (Next(ref reader, JsonTokenType.EndObject))
            {
                if (IsValue(ref reader, "Type"u8))
                    mount.Type = reader.GetString();
                else if (IsValue(ref reader, "Name"u8))
                    mount.Name = reader.GetString();
                else if (IsValue(ref reader, "Source"u8))
                    mount.Source = reader.GetString();
                else if (IsValue(ref reader, "Destination"u8))
                    mount.Destination = reader.GetString();
                else if (IsValue(ref reader, "Driver"u8))
                    mount.Driver = reader.GetString();
                else if (IsValue(ref reader, "RW"u8))
                    mount.RW = reader.GetBoolean();
                else
                    Skip(ref reader);
            }
            mounts.Add(mount);
        }
        return [.. mounts];
    }

    static string[]? ReadTexts(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var texts = new List<string>();
        while (Next(ref reader, JsonTokenType.EndArray))
            texts.Add(reader.GetString() ?? "");
        return [.. texts];
    }

    static Dictionary<string, string>? ReadPairs(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var pairs = new Dictionary<string, string>();
        while (Next(ref reader, JsonTokenType.EndObject))
        {
            string name = ReadName(ref reader);
            pairs[name] = reader.GetString() ?? "";
        }
        return pairs;
    }

    static long? ReadNumber(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64();

    static string ReadName(ref Utf8JsonReader reader)
    {
        string name = reader.GetString()!;
        Expect(reader.Read());
        return name;
    }

    /// <summary>Whether the property has this name; if so, the reader is at its value afterwards.</summary>
    static bool IsValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (!reader.ValueTextEquals(name))
            return false;
        Expect(reader.Read());
        return true;
    }

    /// <summary>Skips a property or a value.</summary>
    static void Skip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
            Expect(reader.Read());
        reader.Skip();
    }

    static bool Next(ref Utf8JsonReader reader, JsonTokenType end)
    {
        Expect(reader.Read());
        return reader.TokenType != end;
    }

    static void Expect(bool holds)
    {
        if (!holds)
            throw new JsonException("the list of containers is not what is expected");
    }
}
